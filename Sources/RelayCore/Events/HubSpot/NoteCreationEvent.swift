/// `hubspot.object.creation` of a note.
package struct NoteCreationEvent: HubSpotEventReading {
    package let noteID: String
    /// False where another object was made.
    package let isNote: Bool

    package init(_ event: RelayEvent) throws(FieldError) {
        noteID = try event.reader().id("objectId")
        isNote = ObjectTypeID.of(event.data) == ObjectTypeID.note
    }

    package static let types = [HubSpotEvent.objectCreation]

    package static var description: EventDescription {
        EventDescription(
            "An object was created. Only notes are used, as people write them in the help desk.",
            id: "`object-{objectTypeId}.creation:{objectId}:{occurredAt}`",
            [
                .required("objectId", "id", "The object."), .optional("objectTypeId", "id", "`0-46` for a note."),
            ])
    }
}
