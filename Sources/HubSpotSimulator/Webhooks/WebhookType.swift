/// The kinds of webhook events that the simulator makes by itself.
///
/// Source: https://developers.hubspot.com/docs/api-reference/legacy/webhooks/guide
package enum WebhookType: String, Sendable, CaseIterable {
    case conversationCreation = "conversation.creation"
    case conversationDeletion = "conversation.deletion"
    case conversationNewMessage = "conversation.newMessage"
    case conversationPropertyChange = "conversation.propertyChange"
    case contactCreation = "contact.creation"
    case contactPropertyChange = "contact.propertyChange"
    case ticketCreation = "ticket.creation"
    case ticketPropertyChange = "ticket.propertyChange"

    package static let all = Set(allCases)

    var subscriptionID: Int { 1_870_300 + (Self.allCases.firstIndex(of: self) ?? 0) }

    static func creation(of type: ObjectType) -> WebhookType { type == .contact ? .contactCreation : .ticketCreation }

    static func propertyChange(of type: ObjectType) -> WebhookType {
        type == .contact ? .contactPropertyChange : .ticketPropertyChange
    }
}

/// Who made a change, as CRM webhooks tell it.
enum ChangeAuthor: Sendable {
    case user(Int)
    case app(Int)
    case hubSpot

    var changeSource: String {
        switch self {
        case .user: "CRM_UI"
        case .app: "INTEGRATION"
        case .hubSpot: "CRM"
        }
    }

    var sourceID: String? {
        switch self {
        case .user(let id): "userId:\(id)"
        case .app(let id): String(id)
        case .hubSpot: nil
        }
    }
}
