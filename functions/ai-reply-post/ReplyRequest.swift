import LiveFunction
import RelayCore

/// What an `ai.reply` asks for.
struct ReplyRequest {
    let threadID: String
    /// The customer's message that is answered.
    let inReplyTo: String?
    /// CommonMark
    let text: String
    /// A person of the team whose reply this is; nil: the AI's own.
    let senderUserID: String?
    /// What the reply is for: two replies of one effect key are one reply.
    let effectKey: String

    /// What ends the id of a handoff that follows: a reply that is tried again after a hand-back hands over again.
    func repetition(_ cause: RelayEvent) -> String {
        EventID.repetition(cause.id, of: EventID.reply(conversation: threadID, key: inReplyTo ?? cause.id))
    }

    /// - Throws: `bad-field`, or `no-session` where only a session is named and it is unknown or has no thread.
    init(_ event: RelayEvent, _ services: OrganizationServices) async throws(Stop) {
        let sessionID: String?
        let named: String?
        do throws(FieldError) {
            let reader = try ObjectReader(event.data, path: "data")
            text = try reader.string("text")
            inReplyTo = try reader.optionalID("inReplyTo")
            senderUserID = try reader.optionalID("senderUserId").map { $0.hasPrefix("A-") ? String($0.dropFirst(2)) : $0 }
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
        effectKey = EventID.reply(conversation: threadID, key: inReplyTo ?? event.id)
    }
}
