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
        let parts = Self.parts(
            try await AnsweredTimeline.read(timeline, threadID: reading.thread.id, of: services), about: message.id)
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

    /// The customer's messages of this turn: what they wrote since they were last answered, also while that answer was under way; the
    /// asked one in any case, and what they wrote after it.
    static func parts(
        _ timeline: AnsweredTimeline, about messageID: String
    ) -> (history: [TimelineEntry], messages: [TimelineEntry]) {
        let entries = timeline.entries
        let asked = entries.firstIndex { $0.id == messageID } ?? entries.endIndex
        let start = min(timeline.answered, asked)
        return (
            entries[..<start] + entries[start...].filter { $0.role != .customer },
            entries[start...].filter { $0.role == .customer }
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
