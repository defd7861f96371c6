/// Which conversation an event of the AI side is about, and which message of it.
package struct ConversationReference: Sendable, Hashable {
    package var threadID: String?
    package var sessionID: String?
    /// The customer's message that is answered.
    package var inReplyTo: String?

    package init(threadID: String? = nil, sessionID: String? = nil, inReplyTo: String? = nil) {
        self.threadID = threadID
        self.sessionID = sessionID
        self.inReplyTo = inReplyTo
    }

    init(_ reader: ObjectReader) throws(FieldError) {
        threadID = try reader.optionalID("threadId")
        sessionID = try reader.optionalID("sessionId")
        inReplyTo = try reader.optionalID("inReplyTo")
    }

    var members: JSONObject {
        ["threadId": .optional(threadID), "sessionId": .optional(sessionID), "inReplyTo": .optional(inReplyTo)]
    }

    /// The thread, else the session.
    var conversation: String? { threadID ?? sessionID }

    static let fields: [EventDescription.Field] = [
        .optional("threadId", "id", "The HubSpot thread."),
        .optional("sessionId", "id", "The session. One of `threadId` and `sessionId` is needed."),
        .optional("inReplyTo", "id", "The customer's message that this is about."),
    ]
}
