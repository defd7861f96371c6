import RelayCore

/// An inbox of HubSpot's conversations.
package struct Inbox: Sendable, Hashable {
    package let id: String
    package let name: String
    /// `INBOX`, `HELP_DESK`, or a value that HubSpot adds later.
    package let type: String
    package let isArchived: Bool

    package var isHelpDesk: Bool { type == "HELP_DESK" }

    init(json: JSON) throws(FieldError) {
        id = try ObjectReader(json, path: "inbox").id("id")
        name = json["name"]?.string ?? id
        type = json["type"]?.string ?? "INBOX"
        isArchived = json["archived"]?.bool ?? false
    }
}

/// One mailbox, widget or number of an inbox: what a message goes out from.
package struct ChannelAccount: Sendable, Hashable {
    package let id: String
    package let channelID: String?
    package let inboxID: String?
    package let name: String
    package let isActive: Bool
    package let isAuthorized: Bool
    package let isArchived: Bool
    /// The address of a mailbox or the number of a phone line. Several accounts may share an inbox; only this tells them apart.
    package let deliveryIdentifier: MessageParty.DeliveryIdentifier?

    init(json: JSON) throws(FieldError) {
        id = try ObjectReader(json, path: "channelAccount").id("id")
        channelID = json["channelId"]?.id
        inboxID = json["inboxId"]?.id
        name = json["name"]?.string ?? id
        isActive = json["active"]?.bool ?? true
        isAuthorized = json["authorized"]?.bool ?? true
        isArchived = json["archived"]?.bool ?? false
        deliveryIdentifier = MessageParty(json: json).deliveryIdentifiers.first
    }
}
