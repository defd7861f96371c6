import Conversations
import FoundationEssentials
import RelayCore

/// Somebody on the AI's side pauses, resumes or closes a session.
struct StateChange {
    private let event: RelayEvent
    private let request: SessionControlEvent
    private let services: OrganizationServices

    init(_ event: RelayEvent, _ services: OrganizationServices) throws {
        self.event = event
        self.services = services
        request = try SessionControlEvent(event)
    }

    func result() async throws -> FunctionResult {
        guard let session = try await services.sessions.find(request.conversation) else {
            return .failed(.noSession, "there is no such session")
        }
        // The event's own time, so that a second try of it is known for one.
        let now = event.time.flatMap(Timestamp.parse) ?? services.ambient.now()
        let change = SessionChange(event, services)
        if let code = request.action.objection(in: session.state) { return .skipped(code) }
        switch request.action {
        case .pause: return try await change.enter(.paused, session, at: now)
        case .resume: return try await change.enter(.open, session, at: now)
        case .close:
            if let idleSince = request.idleSince, Timestamp.milliseconds(session.updatedAt) > Timestamp.milliseconds(idleSince) {
                return .skipped(.stale, "something has happened in the session since then")
            }
            let notDone = try await ConversationClosing(session: session, services: services).close()
            services.log(notDone)
            var result = try await change.enter(.closed, session, at: now)
            if case .object(var data) = result.data {
                data["notDone"] = .array(notDone.map(\.json))
                result.data = .object(data)
            }
            return result
        }
    }
}
