import FoundationEssentials
import RelayCore

/// A time that has passed, as somebody gives it: RFC 3339, or an age in minutes, hours or days.
package enum PastTime: Sendable, Hashable {
    case date(Date)
    /// Seconds
    case age(Double)

    /// How it may be given, for people.
    package static let forms = "a time as 2026-01-31T09:30:00Z, or an age as 90m, 12h or 3d"

    package init?(_ text: String) {
        if let date = Timestamp.parse(text) {
            self = .date(date)
            return
        }
        let units: [Character: Double] = ["m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()), (1...100_000) ~= count else {
            return nil
        }
        self = .age(Double(count) * unit)
    }

    package func date(_ now: Date) -> Date {
        switch self {
        case .date(let date): date
        case .age(let seconds): now - seconds
        }
    }
}
