import FoundationEssentials
import RelayCore

/// One item of a thread: a message, a comment, or something that HubSpot notes down itself.
///
/// Source: https://developers.hubspot.com/docs/api-reference/conversations-conversations-inbox-&-messages-v3
package struct SimulatedMessage: Sendable, Hashable {
    package enum Client: Sendable, Hashable { case hubSpot, system, integration(appID: Int) }

    package enum Status: Sendable, Hashable { case sent, received, failed(message: String) }

    package let id: String
    package let type: MessageType
    package let createdAt: Date
    /// An actor id.
    package var createdBy: String
    package var client: Client
    package var senders: [SimulatedParty] = []
    package var recipients: [SimulatedParty] = []
    package var text = ""
    package var richText: String?
    package var subject: String?
    /// Of messages only, as the channel, the truncation and the status.
    package var direction: MessageDirection?
    package var channelID: String?
    package var channelAccountID: String?
    package var inReplyToID: String?
    package var truncation = TruncationStatus.notTruncated
    package var status: Status?
    /// The whole text where `text` is truncated; nil: that is the whole.
    package var original: SimulatedContent?
    package var attachments: [JSON] = []
    package var assignedFrom: String?
    package var assignedTo: String?
    package var newStatus: ThreadStatus?
    package var fromInboxID: String?
    package var toInboxID: String?
}

/// The text of a message in both forms.
package struct SimulatedContent: Sendable, Hashable {
    package var text: String
    package var richText: String?

    package init(text: String, richText: String? = nil) {
        self.text = text
        self.richText = richText
    }
}

/// A sender or recipient.
package struct SimulatedParty: Sendable, Hashable {
    package var actorID: String?
    package var name: String?
    package var field: RecipientField?
    package var deliveryType: DeliveryIdentifierType?
    package var deliveryValue: String?
}
