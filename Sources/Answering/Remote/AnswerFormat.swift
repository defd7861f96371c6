import RelayCore

/// How a model is held to JSON; endpoints differ in what they understand.
enum AnswerFormat: CaseIterable {
    case schema
    case object
    /// By the words of the prompt alone.
    case plain

    /// The member `response_format`; nil where there is none.
    var json: JSON? {
        switch self {
        case .schema:
            ["type": "json_schema", "json_schema": ["name": "answer", "strict": true, "schema": Self.answerSchema]]
        case .object: ["type": "json_object"]
        case .plain: nil
        }
    }

    /// Whether the endpoint refused the request because of the format.
    func isRefused(by answer: HTTPAnswer) -> Bool {
        guard self != .plain, answer.status == 400 || answer.status == 422 else { return false }
        let text = String(decoding: answer.body.prefix(16_384), as: UTF8.self).lowercased()
        return ["response_format", "response format", "json_schema", "json_object", "structured output"].contains {
            text.contains($0)
        }
    }

    /// Strict schemas want every member named as required; what an action does not need is null.
    private static var answerSchema: JSON {
        let text: JSON = ["type": ["string", "null"]]
        let members = ["text", "language", "reason", "summary", "reply"]
        var properties = JSONObject(members.map { ($0, text) })
        properties["action"] = ["type": "string", "enum": ["reply", "handoff", "none"]]
        properties["sentiment"] = ["type": ["string", "null"], "enum": ["positive", "neutral", "negative", "angry", nil]]
        return [
            "type": "object", "additionalProperties": false, "properties": .object(properties),
            "required": .array((["action", "sentiment"] + members).map(JSON.string)),
        ]
    }
}
