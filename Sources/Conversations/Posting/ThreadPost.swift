import RelayCore

/// One message or comment for a thread.
package struct ThreadPost: Sendable {
    package enum Kind: String, Sendable {
        /// The customer sees it.
        case message
        /// Only the team sees it.
        case comment
    }

    let content: Content
    let kind: Kind
    /// What it is for: posted once for each key.
    let effectKey: String
    /// The customer's message that it answers; nil: the newest one.
    let inReplyTo: String?
    /// A person of the team in whose name a message goes out; nil: the AI's user.
    let senderUserID: String?
    /// The customer's, as BCP 47; nil: the session's.
    let language: String?

    package enum Content: Sendable {
        /// CommonMark, rendered for the channel.
        case markdown(String)
        case rendered(html: String, text: String)
    }

    package init(
        content: Content, kind: Kind, effectKey: String, inReplyTo: String? = nil, senderUserID: String? = nil,
        language: String? = nil
    ) {
        self.content = content
        self.kind = kind
        self.effectKey = effectKey
        self.inReplyTo = inReplyTo
        self.senderUserID = senderUserID
        self.language = language
    }
}
