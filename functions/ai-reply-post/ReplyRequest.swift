import Conversations
import RelayCore

/// What an `ai.reply` asks for, with the thread that it is for.
struct ReplyRequest {
    let threadID: String
    /// The customer's message that is answered.
    let inReplyTo: String?
    /// CommonMark
    var text: String
    /// BCP 47; nil where the AI does not say it.
    let language: String?
    /// A person of the team whose reply this is; nil: the AI's own.
    let senderUserID: String?
    /// Whether the customer must not have it, whatever the mode is.
    let isDraft: Bool
    /// What the reply is for: two replies of one effect key are one reply.
    let effectKey: String
    /// The same of the draft that the team may have read before.
    let draftKey: String
    /// Whether it is tried again after a hand-back: then a handoff that follows is a new one.
    let isRepeat: Bool

    var conversation: ConversationReference { ConversationReference(threadID: threadID, inReplyTo: inReplyTo) }

    /// - Throws: `bad-field`; where only a session is named, `no-session` when it is unknown or has no thread, and a skip
    ///   (`erased`) when it was erased.
    init(_ event: RelayEvent, _ services: OrganizationServices) async throws {
        let asked = try AIReplyEvent(event)
        text = asked.reply.text
        language = asked.reply.language
        inReplyTo = asked.conversation.inReplyTo
        senderUserID = asked.senderUserID
        if let named = asked.conversation.threadID {
            threadID = named
        } else {
            guard let found = try await services.sessions.named(asked.conversation.sessionID ?? "").threadID else {
                throw Stop(.failed(.noSession, "data.sessionId: the session has no HubSpot thread"))
            }
            threadID = found
        }
        isDraft = asked.isDraft
        let key = inReplyTo ?? event.firstID
        effectKey = EffectKey.reply(conversation: threadID, key: key)
        draftKey = EffectKey.draft(conversation: threadID, key: key)
        isRepeat = event.id != effectKey
    }
}
