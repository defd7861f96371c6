import FoundationEssentials

/// `hubspot.conversation.propertyChange` and `hubspot.conversation.deletion`: a thread changed, or is gone.
package struct ThreadChangeEvent: HubSpotEventReading {
    package let threadID: String
    /// nil: the thread was deleted.
    package let property: String?
    package let value: String?
    package let occurredAt: Date

    package init(_ event: RelayEvent) throws(FieldError) {
        let reader = try event.reader()
        threadID = try reader.id("objectId")
        property = event.type == HubSpotEvent.conversationDeletion ? nil : try reader.string("propertyName")
        value = reader.value("propertyValue")?.string
        occurredAt = try reader.milliseconds("occurredAt")
    }

    /// Whether it tells that the thread was closed. The customer may have written since.
    package var isClosing: Bool { property == "status" && value.map(ThreadStatus.init) == .closed }

    package static let types = [HubSpotEvent.conversationPropertyChange, HubSpotEvent.conversationDeletion]

    package static var description: EventDescription {
        EventDescription(
            "A thread changed, or was deleted.",
            id:
                "`conversation.propertyChange:{objectId}:{propertyName}:{occurredAt}:{hash of propertyValue}`; `conversation.deletion:{objectId}:{occurredAt}`",
            [
                .required("objectId", "id", "The thread."),
                .optional("propertyName", "text", "Required for a change: `assignedTo`, `status`, `isArchived`."),
                .optional("propertyValue", "text", "The new value."),
                .required("occurredAt", "milliseconds since 1970", "When it happened."),
            ])
    }
}
