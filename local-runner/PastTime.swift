import ArgumentParser
import Foundation
import RelayCore

/// A time that has passed, as somebody gives it on the command line: RFC 3339, or an age in minutes, hours or days.
enum PastTime: ExpressibleByArgument {
    case date(Date)
    /// Seconds
    case age(Double)

    init?(argument: String) {
        if let date = Timestamp.parse(argument) {
            self = .date(date)
            return
        }
        let units: [Character: Double] = ["m": 60, "h": 3600, "d": 86_400]
        guard let unit = argument.last.flatMap({ units[$0] }), let count = Int(argument.dropLast()), (1...100_000) ~= count else {
            return nil
        }
        self = .age(Double(count) * unit)
    }

    func date(_ now: Date) -> Date {
        switch self {
        case .date(let date): date
        case .age(let seconds): now - seconds
        }
    }
}
