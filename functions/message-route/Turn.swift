import FoundationEssentials
import HubSpotAPI
import LiveFunction
import Logging
import RelayCore

/// The AI's turn on a customer message: decides on the thread as it stands now, asks the engine, and keeps the first
/// outcome before it is emitted.
struct Turn {
    let event: RelayEvent
    let services: OrganizationServices
    let engine: TimedEngine

    /// How many timeline entries an engine is given at most.
    private static let timelineLimit = 200

    func result() async throws(Stop) -> FunctionResult {
        let (threadID, messageID) = try identifiers()
        if let due = event.notBefore, due > services.ambient.now() {
            let left = due.timeIntervalSince(services.ambient.now())
            return .retry(.notBefore, "the turn is not due yet", after: WaitTime.seconds(left))
        }
        if let outcome = try await storedOutcome(threadID, messageID) {
            return try outcome.result(cause: event, services: services)
        }
        let leaseSeconds = services.configuration[ConfigurationKeys.aiTimeout] + 60
        return try await ThreadLease.hold(.turn, threadID: threadID, seconds: leaseSeconds, of: services) { lease throws(Stop) in
            let reading = try await ThreadReading.read(threadID, of: services)
            guard let message = reading.message(messageID) else {
                return .failed(.notFound, "the thread does not hold the message")
            }
            let decision = reading.decide(on: message)
            let data = decision.data(sessionID: reading.session.id)
            if case .quiet(let code) = decision.outcome {
                return quiet(code, decision, reading, data: data, threadID: threadID)
            }
            try await lease.extend(leaseSeconds)
            var action = try await ask(reading, message)
            if case .draft = decision.outcome { action = Self.asDraft(action) }
            let outcome = TurnOutcome(
                threadID: threadID, messageID: messageID, sessionID: reading.session.id, action: action, decision: .object(data))
            return try await record(outcome).result(cause: event, services: services)
        }
    }

    private func identifiers() throws(Stop) -> (thread: String, message: String) {
        do throws(FieldError) {
            let reader = try ObjectReader(event.data, path: "data")
            return (try reader.id("threadId"), try reader.id("messageId"))
        } catch {
            throw Stop(error)
        }
    }

    /// Whoever says `superseded` makes sure that the newer message has its turn.
    private func quiet(
        _ code: ReasonCode, _ decision: Decision, _ reading: ThreadReading, data: [String: JSON], threadID: String
    ) -> FunctionResult {
        var result = FunctionResult.skipped(code, data: .object(data))
        if code == .superseded, let newer = decision.supersededBy.flatMap(reading.message) {
            result.events = [TurnEvent(services: services).event(for: newer, threadID: threadID, cause: event)]
        }
        return result
    }

    // MARK: Asking

    private func ask(_ reading: ThreadReading, _ message: ThreadMessage) async throws(Stop) -> AnswerAction {
        let timeline = try await services.sessions.timeline(of: reading.session, limit: Self.timelineLimit)
        let start = timeline.lastIndex { $0.role == .ai || $0.role == .rep }.map { $0 + 1 } ?? 0
        let request = AnswerRequest(
            organization: services.name, session: reading.session,
            customData: try await services.sessions.customData(of: reading.session),
            history: timeline[..<start] + timeline[start...].filter { $0.role != .customer },
            messages: timeline[start...].filter { $0.role == .customer }, ownNoteIDs: reading.ownMessageIDs)
        let action: AnswerAction
        do throws(AnswerError) {
            action = try await engine.answer(request)
        } catch {
            services.logger.error("the AI engine gave no answer", metadata: ["detail": "\(error)"])
            return fallback
        }
        try await remember(action, in: reading.session)
        return action
    }

    /// A customer is never left waiting by an engine that is down: one polite line, and a person.
    private var fallback: AnswerAction {
        .handoff(
            .init(
                reason: "The AI could not answer", summary: "The AI engine gave no usable answer to the customer's last message.",
                sentiment: nil, language: nil, reply: services.configuration[ConfigurationKeys.aiFallbackLine]))
    }

    /// Where only drafts may be written, somebody has the conversation already: the AI suggests, and hands nothing over.
    private static func asDraft(_ action: AnswerAction) -> AnswerAction {
        guard case .handoff(let handoff) = action else { return action }
        let text = "**The AI would leave this to a person:** \(handoff.reason)\n\n\(handoff.summary)"
        return .reply(text: text, language: handoff.language, sentiment: handoff.sentiment)
    }

    private func remember(_ action: AnswerAction, in session: Session) async throws(Stop) {
        let (language, sentiment): (String?, String?) =
            switch action {
            case .reply(_, let language, let sentiment): (language, sentiment)
            case .handoff(let handoff): (handoff.language, handoff.sentiment)
            case .none, .deferred: (nil, nil)
            }
        _ = try await services.sessions.update(session) { session in
            session.language = language ?? session.language
            session.sentiment = sentiment ?? session.sentiment
        }
    }

    // MARK: The first outcome wins

    private func storedOutcome(_ threadID: String, _ messageID: String) async throws(Stop) -> TurnOutcome? {
        let text = try await stored { () throws(StoreError) in
            try await services.store.turnOutcome(organization: services.name, threadID: threadID, messageID: messageID)
        }
        return try text.map { text throws(Stop) in try TurnOutcome(stored: text) }
    }

    private func record(_ outcome: TurnOutcome) async throws(Stop) -> TurnOutcome {
        let text = try await stored { () throws(StoreError) in
            try await services.store.recordTurnOutcome(
                organization: services.name, threadID: outcome.threadID, messageID: outcome.messageID,
                outcome: outcome.json.canonical, now: services.ambient.now())
        }
        return try TurnOutcome(stored: text)
    }
}
