import RelayCore

/// How a model is held to JSON.
enum AnswerFormat {
    case schema
    case object
    /// By the words of the prompt alone.
    case plain

    /// nil after the weakest.
    var weaker: AnswerFormat? {
        switch self {
        case .schema: .object
        case .object: .plain
        case .plain: nil
        }
    }

    /// The member `response_format`; nil where there is none.
    var json: JSON? {
        switch self {
        case .schema:
            ["type": "json_schema", "json_schema": ["name": "answer", "strict": true, "schema": Self.answerSchema]]
        case .object: ["type": "json_object"]
        case .plain: nil
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
