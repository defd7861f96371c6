/// `hubspot.conversation.newMessage`: a message or comment stands on a thread. Not a word of it.
package struct NewMessageEvent: HubSpotEventReading {
    package let threadID: String
    package let messageID: String
    /// Not every event has it.
    package let type: MessageType?

    package init(_ event: RelayEvent) throws(FieldError) {
        let reader = try event.reader()
        threadID = try reader.id("objectId")
        messageID = try reader.id("messageId")
        type = try reader.optionalString("messageType").map(MessageType.init)
    }

    /// What a missed webhook would have told.
    package init(_ missed: MissedMessageEvent) {
        threadID = missed.threadID
        messageID = missed.messageID
        type = .message
    }

    package static let types = [HubSpotEvent.newMessage]

    package static var description: EventDescription {
        EventDescription(
            "A message or comment was added to a thread.", id: "`conversation.newMessage:{objectId}:{messageId}`",
            [
                .required("objectId", "id", "The thread."), .required("messageId", "id", "The message or comment."),
                .optional("messageType", "text", "`MESSAGE`, `COMMENT`, …"),
            ])
    }
}
