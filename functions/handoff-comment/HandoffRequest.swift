import LiveFunction
import RelayCore

/// What an `ai.handoff` asks for.
struct HandoffRequest {
    let threadID: String
    let inReplyTo: String?
    let reason: String
    let summary: String
    let sentiment: String?
    let language: String?
    /// A closing line for the customer.
    let reply: String?
    /// What the effect keys of this handoff end with.
    let key: String

    /// - Throws: `bad-field`, or `no-session` where only a session is named and it is unknown or has no thread.
    init(_ event: RelayEvent, _ services: OrganizationServices) async throws(Stop) {
        let named: String?
        let sessionID: String?
        do throws(FieldError) {
            let reader = try ObjectReader(event.data, path: "data")
            reason = try reader.string("reason")
            summary = try reader.string("summary")
            sentiment = try reader.optionalString("sentiment")
            language = try reader.optionalString("language")
            reply = try reader.optionalString("reply")
            inReplyTo = try reader.optionalID("inReplyTo")
            named = try reader.optionalID("threadId")
            sessionID = try reader.optionalString("sessionId")
            guard named != nil || sessionID != nil else { throw reader.error("threadId", "is missing, and so is sessionId") }
        } catch {
            throw Stop(error)
        }
        if let named {
            threadID = named
        } else {
            guard let found = try await services.sessions.find(id: sessionID ?? "")?.threadID else {
                throw Stop(.failed(.noSession, "data.sessionId names no session with a HubSpot thread"))
            }
            threadID = found
        }
        // A deliberate repeat has another event id, and is the same handoff.
        key = inReplyTo ?? event.id
    }

    /// The key of one of the handoff's writes. A closing line shares the key of a reply to the same message: the customer
    /// gets one or the other, once.
    func effectKey(_ step: HandoffStep) -> String {
        if step == .closingLine, let inReplyTo { return EventID.reply(conversation: threadID, key: inReplyTo) }
        return "\(step.rawValue):\(threadID):\(key)"
    }
}

/// The steps of a handoff, in their order.
enum HandoffStep: String {
    case closingLine = "closing-line"
    case contact
    case ticket
    case comment
    case owner
}
