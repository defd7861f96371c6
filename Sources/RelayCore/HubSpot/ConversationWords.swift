// The words of HubSpot's conversations API.
// Source: https://developers.hubspot.com/docs/api-reference/conversations-conversations-inbox-&-messages-v3

/// What kind of item of a thread it is.
package struct MessageType: HubSpotWord {
    package let rawValue: String
    package init(_ word: String) { rawValue = word }

    package static let message = MessageType("MESSAGE")
    package static let comment = MessageType("COMMENT")
    package static let welcomeMessage = MessageType("WELCOME_MESSAGE")
    package static let assignment = MessageType("ASSIGNMENT")
    package static let threadStatusChange = MessageType("THREAD_STATUS_CHANGE")
    package static let threadInboxChange = MessageType("THREAD_INBOX_CHANGE")
}

/// Whether a message came in from a customer's side or went out to it.
package struct MessageDirection: HubSpotWord {
    package let rawValue: String
    package init(_ word: String) { rawValue = word }

    package static let incoming = MessageDirection("INCOMING")
    package static let outgoing = MessageDirection("OUTGOING")
}

package struct ThreadStatus: HubSpotWord {
    package let rawValue: String
    package init(_ word: String) { rawValue = word }

    package static let open = ThreadStatus("OPEN")
    package static let closed = ThreadStatus("CLOSED")
}

/// What became of a message.
package struct DeliveryStatus: HubSpotWord {
    package let rawValue: String
    package init(_ word: String) { rawValue = word }

    package static let sent = DeliveryStatus("SENT")
    package static let received = DeliveryStatus("RECEIVED")
    package static let read = DeliveryStatus("READ")
    package static let failed = DeliveryStatus("FAILED")
}

/// By what means a message was made.
package struct ClientType: HubSpotWord {
    package let rawValue: String
    package init(_ word: String) { rawValue = word }

    package static let hubSpot = ClientType("HUBSPOT")
    package static let integration = ClientType("INTEGRATION")
    package static let system = ClientType("SYSTEM")
}

/// Whether HubSpot shows the whole text of a message.
package struct TruncationStatus: HubSpotWord {
    package let rawValue: String
    package init(_ word: String) { rawValue = word }

    package static let notTruncated = TruncationStatus("NOT_TRUNCATED")
    package static let truncated = TruncationStatus("TRUNCATED")
    package static let truncatedToMostRecentReply = TruncationStatus("TRUNCATED_TO_MOST_RECENT_REPLY")
}

/// Where in a mail's head a sender or recipient stands.
package struct RecipientField: HubSpotWord {
    package let rawValue: String
    package init(_ word: String) { rawValue = word }

    package static let from = RecipientField("FROM")
    package static let to = RecipientField("TO")
    package static let cc = RecipientField("CC")
    package static let bcc = RecipientField("BCC")

    /// Whether the recipient is only kept informed.
    package var isCopy: Bool { self == .cc || self == .bcc }
}

/// What kind of address a delivery identifier is.
package struct DeliveryIdentifierType: HubSpotWord {
    package let rawValue: String
    package init(_ word: String) { rawValue = word }

    package static let email = DeliveryIdentifierType("HS_EMAIL_ADDRESS")
    package static let phone = DeliveryIdentifierType("HS_PHONE_NUMBER")
    /// An address that means something on its channel only, as a visitor's of a chat.
    package static let channelSpecificOpaqueID = DeliveryIdentifierType("CHANNEL_SPECIFIC_OPAQUE_ID")
}
