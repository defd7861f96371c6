import RelayCore

/// One message or comment for a thread.
package struct ThreadPost: Sendable {
    package enum Kind: String, Sendable {
        /// The customer sees it.
        case message
        /// Only the team sees it.
        case comment
    }

    package var content: Content
    package var kind: Kind
    /// What it is for: posted once for each key.
    package var effectKey: String
    /// A person of the team in whose name a message goes out; nil: the AI's user.
    package var senderUserID: String?

    package enum Content: Sendable {
        /// CommonMark, rendered for the channel.
        case markdown(String)
        case rendered(html: String, text: String)
    }

    package init(content: Content, kind: Kind, effectKey: String, senderUserID: String? = nil) {
        self.content = content
        self.kind = kind
        self.effectKey = effectKey
        self.senderUserID = senderUserID
    }
}
