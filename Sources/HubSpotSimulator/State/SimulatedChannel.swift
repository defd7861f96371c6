/// An inbox of the portal.
package struct SimulatedInbox: Sendable, Hashable {
    package var id: String
    package var name: String
    package var isHelpDesk: Bool

    package init(id: String, name: String, isHelpDesk: Bool = false) {
        self.id = id
        self.name = name
        self.isHelpDesk = isHelpDesk
    }
}

/// A connected account of a channel: a chat widget, a mailbox.
package struct SimulatedChannelAccount: Sendable, Hashable {
    package var id: String
    package var channelID: String
    package var name: String
    /// The mailbox's address; nil for channels without addresses.
    package var address: String?
    /// nil for the portal's first inbox.
    package var inboxID: String?
    package var isActive = true
    /// Whether HubSpot may still use the account: a mailbox's sign-in ends.
    package var isAuthorized = true

    package init(id: String, channelID: String, name: String, address: String? = nil, inboxID: String? = nil) {
        self.id = id
        self.channelID = channelID
        self.name = name
        self.address = address
        self.inboxID = inboxID
    }
}

/// HubSpot's channels: their ids are the same in every portal.
package enum SimulatedChannel {
    package static let chat = "1000"
    package static let email = "1002"
    package static let form = "1003"
    package static let whatsApp = "1007"
    /// One of another integration, which has its own number.
    package static let custom = "1100001"

    static let names = [
        chat: "LIVE_CHAT", "1001": "FB_MESSENGER", email: "EMAIL", form: "FORMS", "1004": "CUSTOMER_PORTAL_THREAD_VIEW",
        whatsApp: "WHATSAPP", "1009": "SMS", "1010": "INSTAGRAM", "1011": "MIGRATION",
    ]
    /// Channels on which the API documents no sending.
    static let unanswerable: Set<String> = [form, whatsApp]
}
