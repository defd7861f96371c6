import RelayCore

/// What an AI behind an address answers: the JSON form of an ``AnswerAction``.
enum AnswerDocument {
    /// The largest answer that is read, in bytes.
    static let byteLimit = 1024 * 1024

    /// - Throws: ``AnswerError`` that names the member; no value stands in it.
    static func action(of json: JSON, isLenient: Bool) throws(AnswerError) -> AnswerAction {
        do throws(FieldError) {
            return try AnswerAction(
                checking: ObjectReader(json.object.map { .object(fitting($0)) } ?? json, path: ""), isLenient: isLenient)
        } catch {
            throw AnswerError(error.path.isEmpty ? "the answer \(error.problem)" : "the answer's \(error)")
        }
    }

    // MARK: Answers that are too long

    /// What is too long for a colleague is cut. What is too long for a customer is not sent: a person takes over, and reads its
    /// beginning.
    private static func fitting(_ answer: JSONObject) -> JSONObject {
        var members = answer
        if answer["action"] == "reply", let text = answer["text"]?.string?.trimmed, text.scalarCount > AnswerAction.replyLimit {
            members["action"] = "handoff"
            members["reason"] = "The AI's answer was too long to be sent"
            members["summary"] = .string("The AI would have answered: \(text)")
            members["reply"] = nil
        } else if answer["action"] == "handoff", let line = answer["reply"]?.string?.trimmed,
            line.scalarCount > AnswerAction.lineLimit
        {
            members["reply"] = nil
            members["summary"] = .string(
                "\(answer["summary"]?.string ?? "")\n\nThe AI's closing line was too long to be sent: \(line)")
        }
        for (name, limit) in [("reason", AnswerAction.reasonLimit), ("summary", AnswerAction.summaryLimit)] {
            if let text = members[name]?.string?.trimmed, text.scalarCount > limit {
                members[name] = .string("\(text.prefix(scalars: limit - 1))…")
            }
        }
        return members
    }
}

extension HTTPTransport {
    /// Sends a request to an AI, and puts into words what went wrong, without what was said.
    func ask(_ call: HTTPCall) async throws(AnswerError) -> HTTPAnswer {
        let answer: HTTPAnswer
        do throws(TransportError) {
            answer = try await send(call)
        } catch {
            throw AnswerError("AI_URL gave no answer: \(error)")
        }
        guard answer.body.count <= AnswerDocument.byteLimit else {
            throw AnswerError("AI_URL gave an answer of more than \(AnswerDocument.byteLimit) bytes")
        }
        return answer
    }
}
