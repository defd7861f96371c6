/// `hubspot.object.creation` of a note.
package struct NoteCreationEvent: HubSpotEventReading {
    package let noteID: String
    /// False where another object was made.
    package let isNote: Bool

    package init(_ event: RelayEvent) throws(FieldError) {
        noteID = try event.reader().id("objectId")
        isNote = ObjectTypeID.of(event.data) == ObjectTypeID.note
    }
}
