import FoundationEssentials

/// RFC 3339 and epoch milliseconds to and from `Date`; one place for both.
package enum Timestamp {
    /// `2026-01-31T09:30:00.250Z`: UTC, milliseconds.
    ///
    /// By arithmetic: Foundation's style sets up a calendar and a time zone first, a tenth of the life of a function that
    /// is started for one event.
    package static func rfc3339(_ date: Date) -> String {
        let milliseconds = milliseconds(date)
        let (day, time) = milliseconds.quotientAndRemainderRoundedDown(86_400_000)
        let civil = civilDate(day: day)
        let parts = [civil.year, civil.month, civil.day, time / 3_600_000, time / 60_000 % 60, time / 1000 % 60, time % 1000]
        var text = ""
        for (part, (width, mark)) in zip(parts, [(4, "-"), (2, "-"), (2, "T"), (2, ":"), (2, ":"), (2, "."), (3, "Z")]) {
            let digits = String(part)
            text += String(repeating: "0", count: max(0, width - digits.count)) + digits + mark
        }
        return text
    }

    /// The date of a day counted from 1970, in the proleptic Gregorian calendar. Years are counted from March on, so that
    /// the leap day is a year's last. Source: https://howardhinnant.github.io/date_algorithms.html#civil_from_days
    private static func civilDate(day: Int) -> (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = (day + 719_468).quotientAndRemainderRoundedDown(146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let isNextYear = month >= 10
        return (
            year: yearOfEra + era * 400 + (isNextYear ? 1 : 0), month: isNextYear ? month - 9 : month + 3,
            day: dayOfYear - (153 * month + 2) / 5 + 1
        )
    }

    /// The instant of an RFC 3339 text with or without a fraction; nil when it is none.
    package static func parse(_ text: String) -> Date? {
        let style = Date.ISO8601FormatStyle.iso8601
        if let date = try? Date(text, strategy: style) { return date }
        return try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// Milliseconds since 1970, as HubSpot writes `occurredAt`.
    package static func milliseconds(_ date: Date) -> Int { Int((date.timeIntervalSince1970 * 1000).rounded()) }

    /// The end of the year 9999: the last instant that RFC 3339 can write.
    static let latestMilliseconds = 253_402_300_799_999

    package static func date(milliseconds: Int) -> Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}

extension Int {
    fileprivate func quotientAndRemainderRoundedDown(_ divisor: Int) -> (Int, Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
