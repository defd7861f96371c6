extension RelayEvent {
    /// How often every host delivers an event at the least before it gives it up (`maxReceiveCount` in `template.yaml`).
    package static let leastReceives = 5

    /// True one delivery before the host may give the event up: what must not end unknown to everybody ends otherwise now.
    package var isNearlyGivenUp: Bool { attempt >= Self.leastReceives - 2 }
}
