/// HubSpot's webhook subscription types.
///
/// Source: https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide
package enum SubscriptionType {
    private static let crmObjects = ["contact", "company", "deal", "ticket", "product", "line_item", "object"]
    private static let crmEvents = ["creation", "deletion", "merge", "propertyChange", "restore", "associationChange"]
    private static let conversationEvents = ["creation", "deletion", "newMessage", "privacyDeletion", "propertyChange"]

    private static let known: Set<String> = Set(
        crmObjects.flatMap { object in crmEvents.map { "\(object).\($0)" } }
            + conversationEvents.map { "conversation.\($0)" } + ["contact.privacyDeletion", "event.completed"])

    /// What some function of ours has a use for.
    private static let handled: Set<String> = [
        "conversation.newMessage", "conversation.creation", "conversation.deletion", "conversation.privacyDeletion",
        "conversation.propertyChange", "ticket.propertyChange", "ticket.creation", "ticket.deletion", "ticket.merge",
        "ticket.restore", "ticket.associationChange", "object.propertyChange",
    ]

    /// nil when the type is handled; else why it is not.
    package static func objection(to type: String) -> ReasonCode? {
        if handled.contains(type) { return nil }
        return known.contains(type) ? .unhandledSubscriptionType : .unknownSubscriptionType
    }
}
