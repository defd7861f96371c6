import FoundationEssentials
import HubSpotAPI
import LiveFunction
import RelayCore

/// Somebody on the AI's side pauses, resumes or closes a session.
struct SessionControl {
    enum Action: String {
        case pause
        case resume
        case close
    }

    let event: RelayEvent
    let services: OrganizationServices

    func result() async throws(Stop) -> FunctionResult {
        let (session, action) = try await request()
        // The event's own time, so that a second try of it is known for one.
        let now = event.time.flatMap(Timestamp.parse) ?? services.ambient.now()
        let change = SessionChange(event: event, services: services)
        switch action {
        case .pause:
            // Neither a person's conversation nor a closed one is the AI's to pause.
            guard session.state == .open || session.state == .paused else {
                return .skipped(session.state == .closed ? .sessionClosed : .sessionHandedOff)
            }
            return try await change.enter(.paused, session, at: now)
        case .resume: return try await change.enter(.open, session, at: now)
        case .close:
            let notDone = try await ConversationClosing(session: session, services: services).close()
            var result = try await change.enter(.closed, session, at: now)
            if case .object(var data) = result.data {
                data["notDone"] = .array(notDone)
                result.data = .object(data)
            }
            return result
        }
    }

    private func request() async throws(Stop) -> (Session, Action) {
        let sessionID: String?
        let threadID: String?
        let action: Action
        do throws(FieldError) {
            let reader = try ObjectReader(event.data, path: "data")
            sessionID = try reader.optionalString("sessionId")
            threadID = try reader.optionalID("threadId")
            guard sessionID != nil || threadID != nil else { throw reader.error("sessionId", "is missing, and so is threadId") }
            guard let named = Action(rawValue: try reader.string("action")) else {
                throw reader.error("action", "must be pause, resume or close")
            }
            action = named
        } catch {
            throw Stop(error)
        }
        let id = sessionID ?? EventID.session(organization: services.name, threadID: threadID ?? "")
        guard let session = try await services.sessions.find(id: id) else {
            throw Stop(.failed(.noSession, "there is no such session"))
        }
        return (session, action)
    }
}
