import FoundationEssentials

/// `sweep.tick`: a period of the timer has begun.
package struct SweepTickEvent: EventPayload, Hashable {
    package static let type = "sweep.tick"

    /// When the period began.
    package let at: Date

    package init(at: Date) { self.at = at }

    package init(_ event: RelayEvent) throws(FieldError) {
        let reader = try event.reader()
        guard let at = try reader.optionalTime("at") else { throw reader.error("at", "is missing") }
        self.at = at
    }

    package var subject: String? { nil }
    package var data: JSON { ["at": .string(Timestamp.rfc3339(at))] }
    package func factID(orElse unique: String) -> String { "sweep:\(Timestamp.rfc3339(at))" }

    package static var description: EventDescription {
        EventDescription(
            "Look for customers' messages that no webhook told of. The host's timer queues one for each organization and period.",
            id: "`sweep:{at}`", [.required("at", "time", "When the period began.")])
    }
}
