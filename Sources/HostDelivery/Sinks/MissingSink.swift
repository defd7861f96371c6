import HostCore
import RelayCore

/// Where there is no sink: takes nothing, and says so.
package struct MissingSink: EventSink {
    package init() {}

    package func takes(_ type: String) -> Bool { false }

    package func accept(_ events: [EncodedEvent]) async throws {
        guard let event = events.first else { return }
        throw SinkError(.badConfiguration, "K_SINK is missing: there is nowhere to send events of type \(event.type)")
    }
}
