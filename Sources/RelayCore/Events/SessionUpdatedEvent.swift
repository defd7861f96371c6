/// `session.updated`: something in a session changed, for whoever watches.
package struct SessionUpdatedEvent: EventPayload, Hashable {
    package static let type = "session.updated"

    /// What changed.
    package enum Change: String, Sendable, CaseIterable {
        /// The AI's side wrote on the thread.
        case message
        case state
        /// Custom data.
        case properties
        /// Which ticket the session has.
        case ticket
    }

    package let sessionID: String
    package let change: Change
    package let threadID: String?
    /// As it is now.
    package let state: Session.State?
    package let messageID: String?
    /// Names of custom data.
    package let properties: [String]
    /// As it is now; nil: none.
    package let ticketID: String?

    private init(
        _ session: Session, _ change: Change, messageID: String? = nil, properties: [String] = []
    ) {
        sessionID = session.id
        self.change = change
        threadID = session.threadID
        state = session.state
        self.messageID = messageID
        self.properties = properties
        ticketID = session.ticketID
    }

    package static func message(_ messageID: String, in session: Session) -> Self {
        Self(session, .message, messageID: messageID)
    }

    package static func state(of session: Session) -> Self { Self(session, .state) }
    package static func ticket(of session: Session) -> Self { Self(session, .ticket) }

    package static func properties(_ names: [String], of session: Session) -> Self {
        Self(session, .properties, properties: names)
    }

    package init(_ event: RelayEvent) throws(FieldError) {
        let reader = try event.reader()
        sessionID = try reader.id("sessionId")
        guard let change = Change(rawValue: try reader.string("change")) else {
            throw reader.error("change", "must be one of \(Change.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self.change = change
        threadID = try reader.optionalID("threadId")
        state = try reader.optionalString("state").flatMap(Session.State.init(rawValue:))
        messageID = try reader.optionalID("messageId")
        properties = (try reader.optionalArray("properties") ?? []).compactMap(\.string)
        ticketID = try reader.optionalID("ticketId")
    }

    package var subject: String? { sessionID }

    package var data: JSON {
        .present([
            "sessionId": .string(sessionID), "change": .string(change.rawValue), "threadId": .optional(threadID),
            "state": .optional(state?.rawValue), "messageId": .optional(messageID),
            "properties": properties.isEmpty ? .null : .array(properties.map(JSON.string)), "ticketId": .optional(ticketID),
        ])
    }

    package func factID(orElse unique: String) -> String { "updated:\(sessionID):\(unique)" }

    package static var description: EventDescription {
        EventDescription(
            "Something in a session changed. No function of DeskRelay takes this event; it is meant for your own.",
            id: "`updated:{sessionId}:{the cause's id}`",
            [
                .required("sessionId", "id", "The session."),
                .required(
                    "change", "text", "What changed: \(Change.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "))."),
                .optional("threadId", "id", "Its HubSpot thread."),
                .optional(
                    "state", "text",
                    "Its state now: \(Session.State.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "))."),
                .optional("messageId", "id", "The message or comment that was written."),
                .optional("properties", "array", "Names of the custom data that changed."),
                .optional("ticketId", "id", "Its ticket now."),
            ])
    }
}
