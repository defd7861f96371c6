import FoundationEssentials

/// RFC 3339 and epoch milliseconds to and from `Date`; one place for both.
package enum Timestamp {
    /// `2026-01-31T09:30:00.250Z`: UTC, milliseconds.
    package static func rfc3339(_ date: Date) -> String {
        let milliseconds = milliseconds(date)
        let rounded = Date(timeIntervalSince1970: Double(milliseconds) / 1000 + 0.000_1)
        return rounded.formatted(
            .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted))
    }

    /// The instant of an RFC 3339 text with or without a fraction; nil when it is none.
    package static func parse(_ text: String) -> Date? {
        let style = Date.ISO8601FormatStyle.iso8601
        if let date = try? Date(text, strategy: style) { return date }
        return try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// Milliseconds since 1970, as HubSpot writes `occurredAt`.
    package static func milliseconds(_ date: Date) -> Int { Int((date.timeIntervalSince1970 * 1000).rounded()) }

    package static func date(milliseconds: Int) -> Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
