import Foundation
import TestSupport
import Testing

@testable import PostgresClient

@Suite("The clock of a PostgreSQL server and this machine's")
struct ServerClockTests {
    struct Row: NamedCase {
        let name: String
        /// Of the server and of the answer, in seconds after the question.
        let server: Double
        var answer: Double = 0.1
        let says: String?
    }

    private static let words = "the clock of the database's server is"

    @Test(
        "A difference that could double a write is named; what the way took is none",
        arguments: [
            Row(name: "the same", server: 0.05, says: nil), Row(name: "a little ahead", server: 5, says: nil),
            Row(name: "a little behind", server: -5, says: nil),
            Row(name: "ahead", server: 7.1, says: "\(words) 7 s ahead of this machine's: set both by NTP"),
            Row(name: "behind", server: -3600, says: "\(words) 3600 s behind this machine's: set both by NTP"),
            Row(name: "a long way", server: 19, answer: 20, says: nil),
            Row(name: "a clock that was set back meanwhile", server: 0, answer: -1, says: nil),
        ])
    func problem(_ row: Row) {
        let asked = Date(timeIntervalSince1970: 1_790_000_000)
        let problem = ServerClock.problem(asked + row.server, between: asked, and: asked + row.answer)
        #expect(problem?.description == row.says)
    }

    @Test("Who differs from it gets no connection", .enabled(if: PostgresServer.isWanted, "no PostgreSQL server"))
    func refused() async throws {
        let url = try #require(PostgresURL(try await PostgresServer.schema()))
        #expect(throws: PostgresError.clock(seconds: -60)) {
            _ = try PostgresConnection(url, until: .now + .seconds(60), now: { Date() + 60 })
        }
        _ = try PostgresConnection(url, until: .now + .seconds(60))
    }
}
