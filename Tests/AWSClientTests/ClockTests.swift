import Foundation
import RelayCore
import TestSupport
import Testing

@testable import AWSClient

@Suite("AWS's clock and this machine's")
struct ClockTests {
    struct Row: NamedCase {
        let name: String
        /// The header of the answer; this machine's clock is at 12:00:00.
        var date: String? = "Mon, 30 Nov 2026 12:00:00 GMT"
        var needsClock = true
        var says: String?
    }

    @Test(
        "An answer of another time is an error where that could double a write",
        arguments: [
            Row(name: "the same"), Row(name: "no time", date: nil), Row(name: "a wrong time", date: "soon"),
            Row(name: "a little ahead", date: "Mon, 30 Nov 2026 12:00:05 GMT"),
            Row(name: "a little behind, in the second that is told", date: "Mon, 30 Nov 2026 11:59:54 GMT"),
            Row(
                name: "ahead", date: "Mon, 30 Nov 2026 12:00:07 GMT",
                says: "AWS's clock is 7 s ahead of this machine's: set this one by NTP"),
            Row(
                name: "behind", date: "Mon, 30 Nov 2026 11:56:00 GMT",
                says: "AWS's clock is 239 s behind this machine's: set this one by NTP"),
            Row(name: "behind, where it does not matter", date: "Mon, 30 Nov 2026 11:56:00 GMT", needsClock: false),
        ])
    func difference(_ row: Row) async throws {
        var ambient = Ambient.live
        let now = try #require(Timestamp.parse("2026-11-30T12:00:00Z"))
        ambient.now = { now }
        let transport = StubTransport { _ throws(TransportError) in
            HTTPAnswer(status: 200, headers: row.date.map { ["date": $0] } ?? [:], body: Array("{}".utf8))
        }
        let client = try AWSClient(
            .dynamoDB,
            environment: ["AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example"],
            transport: transport, ambient: ambient, needsClock: row.needsClock)
        var said: String?
        do throws(AWSError) { _ = try await client.call("GetItem", [:], isHarmless: true) } catch { said = error.description }
        #expect(said == row.says)
        // It would be no better a moment later.
        #expect(transport.calls.count == 1)
    }
}
