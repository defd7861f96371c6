import FoundationEssentials
import LiveFunction
import RelayCore

/// What an `ai.handoff` asks for.
struct HandoffRequest {
    /// nil where HubSpot has no thread of the conversation.
    let threadID: String?
    /// Of a conversation without a thread.
    let session: Session?
    let inReplyTo: String?
    let reason: String
    let summary: String
    let sentiment: String?
    let language: String?
    /// A closing line for the customer.
    let reply: String?
    /// What the caller knows of the customer.
    let contact: InlineContact?
    /// What the effect keys of this handoff end with.
    private let key: String

    /// - Throws: `bad-field`, or `no-session` where a session is named that is unknown.
    init(_ event: RelayEvent, _ services: OrganizationServices) async throws(Stop) {
        let named: String?
        let sessionID: String?
        let inline: InlineConversation
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
            inline = try InlineConversation(reader)
            guard named != nil || sessionID != nil || inline.isGiven else {
                throw reader.error("threadId", "is missing, and so are sessionId and an inline conversation")
            }
            if named != nil { try inline.refuse(reader) }
            // A deliberate repeat has another event id, and is the same handoff.
            key = try reader.optionalID("key") ?? inReplyTo ?? event.id
        } catch {
            throw Stop(error)
        }
        contact = inline.contact
        if let named {
            (threadID, session) = (named, nil)
        } else if let sessionID {
            guard let found = try await services.sessions.find(id: sessionID) else {
                throw Stop(.failed(.noSession, "data.sessionId names no session"))
            }
            if found.threadID == nil { try await inline.record(in: found, event, services) }
            (threadID, session) = (found.threadID, found.threadID == nil ? found : nil)
        } else {
            (threadID, session) = (nil, try await inline.open(event, services))
        }
    }

    /// The thread, or the session of a conversation without one.
    var conversation: String { threadID ?? session?.id ?? "" }

    /// The key of one of the handoff's writes. A closing line shares the key of a reply to the same message: the customer
    /// gets one or the other, once.
    func effectKey(_ step: HandoffStep) -> String {
        if step == .closingLine, let inReplyTo { return EventID.reply(conversation: conversation, key: inReplyTo) }
        return "\(step.rawValue):\(conversation):\(key)"
    }
}

/// The steps of a handoff, in their order.
enum HandoffStep: String {
    case closingLine = "closing-line"
    case contact
    case ticket
    /// The ticket that had no contact gets one.
    case contactLink = "contact-link"
    /// Company, deals and tickets of the customer, for the comment.
    case facts
    case comment
    case properties
    case owner
    case assignee
}
