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
        var text: [UInt8] = []
        text.reserveCapacity(24)
        append(civil.year, width: 4, "-", to: &text)
        append(civil.month, width: 2, "-", to: &text)
        append(civil.day, width: 2, "T", to: &text)
        append(time / 3_600_000, width: 2, ":", to: &text)
        append(time / 60_000 % 60, width: 2, ":", to: &text)
        append(time / 1000 % 60, width: 2, ".", to: &text)
        append(time % 1000, width: 3, "Z", to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// The number, with zeros before it up to the width, and a mark.
    private static func append(_ number: Int, width: Int, _ mark: Unicode.Scalar, to text: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
        text.append(UInt8(ascii: mark))
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

    /// The instant of an RFC 3339 text with or without a fraction; nil when it is none, or not one that RFC 3339 can write. To the
    /// millisecond: Foundation reads a fraction a little less, and then it is not the instant that the store keeps.
    package static func parse(_ text: String) -> Date? {
        if let milliseconds = milliseconds(utc: text) { return date(milliseconds: milliseconds) }
        let hasFraction = text.utf8.contains(UInt8(ascii: "."))
        guard let date = try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: hasFraction)) else {
            return nil
        }
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
        guard (Double(earliestMilliseconds)...Double(latestMilliseconds)).contains(milliseconds) else { return nil }
        return Date(timeIntervalSince1970: milliseconds / 1000)
    }

    /// Milliseconds since 1970, as HubSpot writes `occurredAt`; the first or the last that RFC 3339 can write for any other.
    package static func milliseconds(_ date: Date) -> Int {
        (date.timeIntervalSince1970 * 1000).whole(in: earliestMilliseconds...latestMilliseconds)
    }

    /// The beginning of the year 0, and the end of the year 9999: the first and the last instant that RFC 3339 can write.
    static let earliestMilliseconds = -62_167_219_200_000
    static let latestMilliseconds = 253_402_300_799_999

    package static func date(milliseconds: Int) -> Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}

extension Int {
    fileprivate func quotientAndRemainderRoundedDown(_ divisor: Int) -> (Int, Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
