import Answering
import Conversations
import FoundationEssentials
import Logging
import RelayCore

/// Puts a customer's messages before the engine. An engine that fails never leaves the customer waiting: one polite line,
/// and a person.
struct TurnQuestion {
    let services: OrganizationServices
    let engine: TimedEngine

    /// - Returns: What to do, and the code why the engine did not say so itself.
    /// - Throws: A retry (`deadline-passed`) when no time was left to ask: that is not the AI's fault, and the next delivery
    ///   has its own time.
    func ask(
        _ reading: ThreadReading, _ session: Session, _ message: ThreadMessage
    ) async throws -> (action: AnswerAction, code: ReasonCode?) {
        // What a program wrote is not put before the AI as the customer's words.
        let timeline = reading.timeline.filter { !reading.customers.automaticMailIDs.contains($0.id) }
        let parts = Self.parts(Self.placed(timeline, answered: try await newestAnswered(timeline, reading)), about: message.id)
        var told = session
        reading.note(authorOf: message.id, in: &told)
        let request = AnswerRequest(
            organization: services.name, session: told, subject: reading.mailSubject(of: message.id),
            customData: try await services.sessions.customData(of: session),
            history: parts.history, messages: parts.messages, messageID: message.id, ownNoteIDs: reading.ownMessageIDs)
        let action: AnswerAction
        do throws(EngineFailure) {
            action = try await engine.answer(request)
        } catch {
            if error.code == .deadlinePassed { throw Stop(.retry(error.code, error.detail)) }
            services.logger.error(
                "the AI engine gave no answer", metadata: ["code": "\(error.code.rawValue)", "detail": "\(error.detail)"])
            return (fallback(error, session, parts.messages), error.code)
        }
        try await remember(action, in: session)
        return (action, nil)
    }

    /// The message that our newest answer answers.
    private func newestAnswered(_ timeline: [TimelineEntry], _ reading: ThreadReading) async throws -> String? {
        guard let answer = timeline.last(where: { $0.role == .ai }),
            let key = try await services.store.effectKey(hubSpotID: answer.id)
        else { return nil }
        return timeline.last { key == EffectKey.reply(conversation: reading.thread.id, key: $0.id) }?.id
    }

    /// The timeline with our newest answer behind the message that it answers. What customers wrote while it was under way is not
    /// answered by it.
    static func placed(_ timeline: [TimelineEntry], answered messageID: String?) -> [TimelineEntry] {
        guard let answer = timeline.lastIndex(where: { $0.role == .ai }),
            let message = timeline.firstIndex(where: { $0.id == messageID }), message < answer,
            timeline[message..<answer].allSatisfy({ $0.role == .customer || $0.role == .note })
        else { return timeline }
        var placed = timeline
        let moved = placed.remove(at: answer)
        placed.insert(moved, at: message + 1)
        return placed
    }

    /// The customer's messages of this turn: what they wrote since they were last answered; the asked one in any case, and
    /// what they wrote after it.
    static func parts(
        _ timeline: [TimelineEntry], about messageID: String
    ) -> (history: [TimelineEntry], messages: [TimelineEntry]) {
        let answered = timeline.lastIndex { $0.role == .ai || $0.role == .rep }.map { $0 + 1 } ?? 0
        let asked = timeline.firstIndex { $0.id == messageID } ?? timeline.endIndex
        let start = min(answered, asked)
        return (
            timeline[..<start] + timeline[start...].filter { $0.role != .customer },
            timeline[start...].filter { $0.role == .customer }
        )
    }

    private func fallback(_ failure: EngineFailure, _ session: Session, _ messages: [TimelineEntry]) -> AnswerAction {
        let what = failure.code == .aiTimeout ? "did not answer in time" : "gave no usable answer"
        let language = session.language ?? messages.guessedLanguage
        return .handoff(
            .init(
                reason: "The AI could not answer", summary: "The AI engine \(what) to the customer's last message.",
                language: language, reply: services.fallbackLine(in: language)))
    }

    private func remember(_ action: AnswerAction, in session: Session) async throws {
        let (language, sentiment) = action.mood
        _ = try await services.sessions.update(session) { session in
            session.language = language ?? session.language
            session.sentiment = sentiment ?? session.sentiment
        }
    }
}
