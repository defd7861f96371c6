import RelayCore

/// Refuses what an engine says when no customer may read it.
package struct GuardedEngine: AnswerEngine {
    private let engine: any AnswerEngine

    package init(_ engine: any AnswerEngine) { self.engine = engine }

    package func answer(_ request: AnswerRequest) async throws(AnswerError) -> AnswerAction {
        let action = try await engine.answer(request)
        let answerGuard = AnswerGuard(timeline: request.history + request.messages, ownNoteIDs: request.ownNoteIDs)
        for text in action.textsForCustomer {
            if let objection = answerGuard.objection(to: text) { throw AnswerError("the answer \(objection)") }
        }
        return action
    }
}

extension AnswerAction {
    /// What the customer would read.
    var textsForCustomer: [String] {
        switch self {
        case .reply(let reply): [reply.text]
        case .handoff(let handoff): handoff.reply.map { [$0] } ?? []
        case .none, .deferred: []
        }
    }
}
