import FoundationEssentials
import RelayCore

/// When a webhook came last.
enum ArrivalCheck {
    static let name = "last webhook"

    /// In seconds: so long without a word is odd while people are at work.
    private static let silence: Double = 2 * 3600
    /// The hours of a working day, in the account's time zone.
    private static let officeHours = 9..<17

    /// - Parameter zone: The account's; nil: this machine's.
    static func line(_ last: LastWebhook, now: Date, zone: TimeZone?) -> CheckLine {
        switch last {
        case .never:
            return .warning(
                name, "none came yet",
                fix:
                    "Write in the chat widget. If nothing comes: upload the app again (project app), or click Commit changes (legacy app)."
            )
        case .unreadable(let problem):
            return .warning(name, problem, fix: "Look at the state folder: its owner, its rights and the room on its disk.")
        case .at(let date):
            let age = now.timeIntervalSince(date)
            let says = "\(Timestamp.rfc3339(date))"
            guard age > silence, isOfficeTime(now, zone ?? .current) else { return .ok(name, says) }
            return .warning(
                name, "\(says): no event for \(Int(age / 3600)) hours, in office hours",
                fix: "See the app's webhook log in HubSpot: are the subscriptions active, and are deliveries refused?")
        }
    }

    private static func isOfficeTime(_ now: Date, _ zone: TimeZone) -> Bool {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        // 1 is Sunday.
        return (2...6).contains(calendar.component(.weekday, from: now))
            && officeHours.contains(calendar.component(.hour, from: now))
    }
}

/// What is known of arrivals.
package enum LastWebhook: Sendable, Hashable {
    case at(Date)
    case never
    /// What is wrong with the history.
    case unreadable(String)
}
