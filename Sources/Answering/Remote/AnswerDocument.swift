import RelayCore

/// What an AI behind an address answers: the JSON form of an ``AnswerAction``.
enum AnswerDocument {
    /// The largest answer that is read, in bytes.
    static let byteLimit = 1024 * 1024

    /// - Throws: ``AnswerError`` that names the member; no value stands in it.
    static func action(of json: JSON, isLenient: Bool) throws(AnswerError) -> AnswerAction {
        do throws(FieldError) {
            return try AnswerAction(checking: ObjectReader(json, path: ""), isLenient: isLenient)
        } catch {
            throw AnswerError(error.path.isEmpty ? "the answer \(error.problem)" : "the answer's \(error)")
        }
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
