import Conversations
import RelayCore

/// What an `ai.handoff` asks for.
struct HandoffRequest {
    /// nil where HubSpot has no thread of the conversation.
    let threadID: String?
    /// Of a conversation without a thread.
    let session: Session?
    let inReplyTo: String?
    /// Whether it is the outcome of the message's turn, and not of something that happened later.
    let isAboutMessage: Bool
    /// Whether a person decided it.
    let isByHand: Bool
    let handoff: AnswerAction.Handoff
    /// What the caller knows of the customer.
    let contact: InlineConversation.Contact?
    /// What the effect keys of this handoff end with.
    private let key: String

    /// - Throws: `bad-field`; `no-session` where a session is named that is unknown, and a skip (`erased`) for an erased one.
    init(_ event: RelayEvent, _ services: OrganizationServices) async throws {
        let asked = try AIHandoffEvent(event)
        handoff = asked.handoff
        inReplyTo = asked.conversation.inReplyTo
        isAboutMessage = asked.key == nil
        isByHand = asked.isByHand
        contact = asked.inline.contact
        // A deliberate repeat has another event id, and is the same handoff.
        key = asked.key ?? inReplyTo ?? event.firstID
        let inline = InlineSession(inline: asked.inline, event: event, services: services)
        if let named = asked.conversation.threadID {
            (threadID, session) = (named, nil)
        } else if let named = asked.conversation.sessionID {
            let found = try await services.sessions.named(named)
            if found.threadID == nil { try await inline.record(in: found) }
            (threadID, session) = (found.threadID, found.threadID == nil ? found : nil)
        } else {
            (threadID, session) = (nil, try await inline.open())
        }
    }

    /// The thread, or the session of a conversation without one.
    var conversation: String { threadID ?? session?.id ?? "" }

    /// The key of one of the handoff's writes. A closing line shares the key of a reply to the same message: the customer
    /// gets one or the other, once.
    func effectKey(_ step: HandoffStep) -> String {
        if step == .closingLine, let inReplyTo { return EffectKey.reply(conversation: conversation, key: inReplyTo) }
        return EffectKey.handoff(step.rawValue, conversation: conversation, key: key)
    }

    /// By which the ledger keeps when a step of it was ill for the first time: nothing is written for it.
    var faultKey: String { "handoff-fault:\(conversation):\(key)" }
}

/// The steps of a handoff, in their order.
enum HandoffStep: String {
    case closingLine = "closing-line"
    case contact
    case ticket
    /// A ticket that was closed is opened again.
    case reopening
    /// The ticket that had no contact gets one.
    case contactLink = "contact-link"
    /// A ticket that HubSpot did not take on the thread is put there.
    case conversationLink = "conversation-link"
    /// Company, deals and tickets of the customer, for the comment.
    case facts
    case comment
    case properties
    case owner
    case assignee
}
