/// The kinds of webhook events that the simulator makes by itself.
///
/// Source: https://developers.hubspot.com/docs/api-reference/legacy/webhooks/guide ; those for all kinds of objects:
/// https://developers.hubspot.com/changelog/public-beta-generic-webhook-subscriptions
package enum WebhookType: String, Sendable, CaseIterable {
    case conversationCreation = "conversation.creation"
    case conversationDeletion = "conversation.deletion"
    case conversationNewMessage = "conversation.newMessage"
    case conversationPrivacyDeletion = "conversation.privacyDeletion"
    case conversationPropertyChange = "conversation.propertyChange"
    case contactCreation = "contact.creation"
    case contactPropertyChange = "contact.propertyChange"
    case contactDeletion = "contact.deletion"
    case contactMerge = "contact.merge"
    case contactPrivacyDeletion = "contact.privacyDeletion"
    case contactAssociationChange = "contact.associationChange"
    case ticketCreation = "ticket.creation"
    case ticketPropertyChange = "ticket.propertyChange"
    case ticketDeletion = "ticket.deletion"
    case ticketMerge = "ticket.merge"
    case ticketAssociationChange = "ticket.associationChange"
    case companyCreation = "company.creation"
    case companyPropertyChange = "company.propertyChange"
    case companyDeletion = "company.deletion"
    case companyAssociationChange = "company.associationChange"
    case dealCreation = "deal.creation"
    case dealPropertyChange = "deal.propertyChange"
    case dealDeletion = "deal.deletion"
    case dealAssociationChange = "deal.associationChange"
    /// The generic ones, which tell the same a second time where both are subscribed.
    case objectCreation = "object.creation"
    case objectPropertyChange = "object.propertyChange"
    case objectDeletion = "object.deletion"
    case objectMerge = "object.merge"
    case objectAssociationChange = "object.associationChange"

    package static let all = Set(allCases)

    /// All but the generic ones and the changes of associations.
    package static let standard = all.filter { !$0.isGeneric && !$0.rawValue.hasSuffix(".associationChange") }

    var isGeneric: Bool { rawValue.hasPrefix("object.") }

    var subscriptionID: Int { 1_870_300 + (Self.allCases.firstIndex(of: self) ?? 0) }
}

/// What happens to an object of the CRM.
enum ObjectEvent: String, Sendable {
    case creation, propertyChange, deletion, merge, associationChange

    /// The event of that kind of objects; nil where HubSpot has none, as for notes.
    func type(_ object: ObjectType) -> WebhookType? { WebhookType(rawValue: "\(object.singular).\(rawValue)") }

    var genericType: WebhookType? { WebhookType(rawValue: "object.\(rawValue)") }
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

    /// What a record says of who created it.
    var properties: [String: String] {
        var properties = ["hs_object_source": changeSource]
        properties["hs_object_source_id"] = sourceID
        if case .user(let id) = self { properties["hs_created_by_user_id"] = String(id) }
        return properties
    }

    var sourceID: String? {
        switch self {
        case .user(let id): "userId:\(id)"
        case .app(let id): String(id)
        case .hubSpot: nil
        }
    }
}
