import FoundationEssentials
import Testing

@testable import RelayCore

@Suite("Times")
struct TimestampTests {
    @Test(
        "Times are written as RFC 3339",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"), (951_782_400_007, "2000-02-29T00:00:00.007Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
            (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
        ])
    func written(_ milliseconds: Int, _ text: String) {
        #expect(Timestamp.rfc3339(Timestamp.date(milliseconds: milliseconds)) == text)
    }

    @Test("Times are written and read as Foundation does")
    func foundation() throws {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        // Some 25,000 days apart, at all times of the day, from 1602 on: before 1582 Foundation's calendar is the Julian.
        for milliseconds in stride(from: -11_600_000_000_000, to: 250_000_000_000_000, by: 2_222_222_223_000) {
            let date = Date(timeIntervalSince1970: Double(milliseconds / 1000))
            #expect(Timestamp.rfc3339(date) == date.formatted(style))
            #expect(Timestamp.parse(Timestamp.rfc3339(date)) == date)
            #expect(Timestamp.milliseconds(utc: Timestamp.rfc3339(date)) == Timestamp.milliseconds(date))
        }
    }

    @Test(
        "The last days of months are read as Foundation reads them, and no day behind them", arguments: [1900, 2000, 2026, 2028])
    func monthEnds(_ year: Int) {
        for month in 1...12 {
            for day in 28...32 {
                let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day)T23:59:59Z"
                let foundation = try? Date(text, strategy: .iso8601)
                // Foundation takes the 31st of April for the 1st of May.
                guard foundation.map({ Timestamp.rfc3339($0).hasPrefix(text.prefix(10)) }) == true else {
                    #expect(Timestamp.milliseconds(utc: text) == nil, "\(text)")
                    continue
                }
                #expect(Timestamp.milliseconds(utc: text) == foundation.map(Timestamp.milliseconds), "\(text)")
            }
        }
    }

    @Test(
        "Any other form is left to Foundation",
        arguments: [
            "2026-01-31T10:30:00.250+01:00", "2026-01-31T09:30:00.25Z", "2026-01-31T24:00:00Z", "2026-01-31T09:60:00Z",
            "2026-01-31T09:30:60Z", "2026-00-31T09:30:00Z", "2026-01-00T09:30:00Z", "2026-01-31 09:30:00Z",
            "2026-01-31T09:30:00z",
            "2026-01-31T09-30-00Z", "2026-01-31T09:30:00,250Z", "+026-01-31T09:30:00Z", "1599-12-31T09:30:00Z", "",
        ])
    func otherForms(_ text: String) { #expect(Timestamp.milliseconds(utc: text) == nil) }

    @Test("Times are read with and without a fraction", arguments: ["2026-01-31T09:30:00.250Z", "2026-01-31T10:30:00.250+01:00"])
    func read(_ text: String) {
        #expect(Timestamp.parse(text) == Timestamp.date(milliseconds: 1_769_851_800_250))
        #expect(Timestamp.parse("2026-01-31T09:30:00Z") == Timestamp.date(milliseconds: 1_769_851_800_000))
    }

    @Test("A time that is read is the instant that the store keeps, at every millisecond")
    func milliseconds() {
        let differing = (1_790_000_000_000..<1_790_000_001_000).filter { milliseconds in
            let date = Timestamp.date(milliseconds: milliseconds)
            return Timestamp.parse(Timestamp.rfc3339(date)) != date
        }
        #expect(differing == [])
    }

    @Test(
        "A text that is no time is none",
        arguments: [
            "", "soon", "2026-01-31", "2026-13-01T00:00:00Z", "1790000000000", "300000-01-01T00:00:00Z", "0000-01-01T00:00:00Z",
            "10000-01-01T00:00:00Z",
        ])
    func none(_ text: String) { #expect(Timestamp.parse(text) == nil) }

    @Test(
        "An instant that nobody can write becomes the nearest one that can be",
        arguments: [
            (1e300, "9999-12-31T23:59:59.999Z"),
            (-1e300, "0000-01-01T00:00:00.000Z"), (Double.infinity, "9999-12-31T23:59:59.999Z"),
            (.nan, "0000-01-01T00:00:00.000Z"),
        ])
    func unwritable(_ seconds: Double, _ text: String) {
        #expect(Timestamp.rfc3339(Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test(
        "A waiting time is whole seconds, from one to a day",
        arguments: [
            (0.0, 1), (-3.0, 1), (1.2, 2), (60.0, 60), (1e19, 86_400), (.infinity, 86_400), (-.infinity, 1), (.nan, 1),
        ])
    func waiting(_ seconds: Double, _ whole: Int) { #expect(WaitTime.seconds(seconds) == whole) }
}
