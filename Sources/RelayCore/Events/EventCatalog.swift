/// Every type of event that `docs/events.md` has.
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
        SessionDeleteEvent.self, SignatureRenderEvent.self, SweepTickEvent.self, MissedMessageEvent.self, HTTPRequestEvent.self,
    ]
}
