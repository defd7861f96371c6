/// `hubspot.conversation.privacyDeletion` and `hubspot.contact.privacyDeletion`: HubSpot erased a thread's or a contact's data.
package struct PrivacyDeletionEvent: HubSpotEventReading {
    package let target: SessionDeleteEvent.Target

    package init(_ event: RelayEvent) throws(FieldError) {
        let id = try event.reader().id("objectId")
        target = event.type == HubSpotEvent.contactPrivacyDeletion ? .contact(id) : .thread(id)
    }

    package static let types = [HubSpotEvent.conversationPrivacyDeletion, HubSpotEvent.contactPrivacyDeletion]

    package static var description: EventDescription {
        EventDescription(
            "HubSpot erased a thread or a contact for privacy. DeskRelay erases what it stores of it.",
            id: "`conversation.privacyDeletion:{objectId}:{occurredAt}`; `contact.privacyDeletion:{objectId}:{occurredAt}`",
            [.required("objectId", "id", "The thread, or the contact.")])
    }
}
