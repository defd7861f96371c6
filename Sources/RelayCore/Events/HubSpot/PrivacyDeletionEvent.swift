/// `hubspot.conversation.privacyDeletion` and `hubspot.contact.privacyDeletion`: HubSpot erased a thread's or a contact's data.
package struct PrivacyDeletionEvent: HubSpotEventReading {
    package let target: SessionDeleteEvent.Target

    package init(_ event: RelayEvent) throws(FieldError) {
        let id = try event.reader().id("objectId")
        target = event.type == HubSpotEvent.contactPrivacyDeletion ? .contact(id) : .thread(id)
    }
}
