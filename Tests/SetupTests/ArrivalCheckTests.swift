import Foundation
import RelayCore
import TestSupport
import Testing

@testable import Setup

@Suite("When a webhook came last")
struct ArrivalCheckTests {
    struct Case: NamedCase {
        let name: String
        let now: String
        var hoursAgo: Double = 3
        var zone = "Etc/UTC"
        let verdict: CheckLine.Verdict
    }

    @Test(
        "Silence is odd in office hours alone",
        arguments: [
            Case(name: "a Tuesday at noon", now: "2026-11-24T12:00:00Z", verdict: .warning),
            Case(name: "a Tuesday at noon, an hour ago", now: "2026-11-24T12:00:00Z", hoursAgo: 1, verdict: .ok),
            Case(name: "a Tuesday at night", now: "2026-11-24T22:00:00Z", verdict: .ok),
            Case(name: "the same, where it is noon", now: "2026-11-24T22:00:00Z", zone: "Pacific/Auckland", verdict: .warning),
            Case(name: "a Sunday at noon", now: "2026-11-22T12:00:00Z", verdict: .ok),
        ])
    func judges(_ row: Case) throws {
        let now = try #require(Timestamp.parse(row.now))
        let zone = try #require(TimeZone(identifier: row.zone))
        let line = ArrivalCheck.line(.at(now - row.hoursAgo * 3600), now: now, zone: zone)
        #expect(line.verdict == row.verdict, "\(line.says)")
    }
}
