import RelayCore
import Synchronization

/// An engine that answers as a test tells it, and notes what it was asked.
final class ScriptedEngine: AnswerEngine {
    private let asked = Mutex<[AnswerRequest]>([])
    private let script: @Sendable (AnswerRequest) async throws(AnswerError) -> AnswerAction

    init(_ script: @escaping @Sendable (AnswerRequest) async throws(AnswerError) -> AnswerAction) { self.script = script }

    /// Answers with the customer's own words, so that a test sees which message was answered.
    static func echo() -> ScriptedEngine {
        ScriptedEngine { request throws(AnswerError) in
            .reply(.init(text: "You wrote: \(request.messages.map(\.text).joined(separator: " / "))", language: "en"))
        }
    }

    var requests: [AnswerRequest] { asked.withLock { $0 } }

    func answer(_ request: AnswerRequest) async throws(AnswerError) -> AnswerAction {
        asked.withLock { $0.append(request) }
        return try await script(request)
    }
}
