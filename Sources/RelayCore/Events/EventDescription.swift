/// What `docs/events.md` says of a type of event. A test compares the two.
package struct EventDescription: Sendable {
    /// One field of `data`.
    package struct Field: Sendable {
        package let name: String
        /// `text`, `id`, `time`, …
        package let kind: String
        package let isRequired: Bool
        package let meaning: String

        package static func required(_ name: String, _ kind: String, _ meaning: String) -> Field {
            Field(name: name, kind: kind, isRequired: true, meaning: meaning)
        }

        package static func optional(_ name: String, _ kind: String, _ meaning: String) -> Field {
            Field(name: name, kind: kind, isRequired: false, meaning: meaning)
        }
    }

    /// One sentence: what has happened, or what is asked for.
    package let summary: String
    /// What the id is made of.
    package let id: String
    package let fields: [Field]

    package init(_ summary: String, id: String, _ fields: [Field]) {
        self.summary = summary
        self.id = id
        self.fields = fields
    }
}

package enum EventCatalog {
    /// HubSpot's, as our functions read them.
    package static let hubSpot: [any HubSpotEventReading.Type] = [
        NewMessageEvent.self, ThreadChangeEvent.self, NoteCreationEvent.self, PrivacyDeletionEvent.self,
        TicketPropertyChangeEvent.self, TicketMoveEvent.self,
    ]

    /// Every type of event that our functions, the AI side or the host make.
    package static let ours: [any EventPayload.Type] = [
        ConversationTurnEvent.self, AIReplyEvent.self, AIHandoffEvent.self, AINoneEvent.self, AITimeoutEvent.self,
        ReplyCheckEvent.self, SessionUpdateEvent.self, SessionUpdatedEvent.self, SessionControlEvent.self,
        SessionDeleteEvent.self, SignatureRenderEvent.self, HTTPRequestEvent.self,
    ]
}
