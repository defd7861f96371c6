extension Timestamp {
    /// The instant of `2026-01-31T09:30:00Z` or `2026-01-31T09:30:00.250Z`, as HubSpot and we write it, in milliseconds since 1970; nil
    /// for any other form. By arithmetic: each event and each message of HubSpot's holds several, and Foundation sets up a calendar
    /// for each.
    static func milliseconds(utc text: String) -> Int? {
        var text = text
        return text.withUTF8 { UTCReader(bytes: $0).milliseconds }
    }
}

private struct UTCReader {
    let bytes: UnsafeBufferPointer<UInt8>

    var milliseconds: Int? {
        guard bytes.count == 20 || bytes.count == 24, bytes[bytes.count - 1] == UInt8(ascii: "Z"),
            hasMarks,
            // Before, Foundation's calendar is another one.
            let year = number(0..<4), year >= 1600,
            let month = number(5..<7), (1...12).contains(month),
            let day = number(8..<10), (1...Self.days(in: month, year)).contains(day),
            let hour = number(11..<13), hour < 24, let minute = number(14..<16), minute < 60,
            let second = number(17..<19), second < 60,
            let fraction = bytes.count == 24 ? number(20..<23) : 0
        else { return nil }
        let minutes = (Self.dayNumber(year, month, day) * 24 + hour) * 60 + minute
        return (minutes * 60 + second) * 1000 + fraction
    }

    private var hasMarks: Bool {
        bytes[4] == UInt8(ascii: "-") && bytes[7] == UInt8(ascii: "-") && bytes[10] == UInt8(ascii: "T")
            && bytes[13] == UInt8(ascii: ":") && bytes[16] == UInt8(ascii: ":")
            && (bytes.count == 20 || bytes[19] == UInt8(ascii: "."))
    }

    private func number(_ range: Range<Int>) -> Int? {
        var number = 0
        for index in range {
            guard case let digit = Int(bytes[index]) - 0x30, (0...9).contains(digit) else { return nil }
            number = number * 10 + digit
        }
        return number
    }

    private static func days(in month: Int, _ year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Counted from 1970. Years are counted from March on, so that the leap day is a year's last.
    /// Source: https://howardhinnant.github.io/date_algorithms.html#days_from_civil
    private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = year.quotientAndRemainder(dividingBy: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
