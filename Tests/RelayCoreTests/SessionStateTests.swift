import FoundationEssentials
import RelayCore
import Testing

@Suite("The state of a session")
struct SessionStateTests {
    /// 2026-09-21T14:13:20Z, in milliseconds since 1970.
    private static let start = 1_790_000_000_000

    private func entered(after milliseconds: Int, than standing: Int) throws -> Session.State {
        let since = Timestamp.date(milliseconds: standing)
        var session = Session(
            id: "ses_1", threadID: "7", channel: .chat, state: .paused, stateSince: since, createdAt: since, updatedAt: since)
        // As an event's time comes.
        let date = try #require(Timestamp.parse(Timestamp.rfc3339(Timestamp.date(milliseconds: milliseconds))))
        session.enter(.open, at: date)
        return session.state
    }

    @Test("Of two changes in one millisecond the one that comes later counts, whichever millisecond it is")
    func sameInstant() throws {
        for millisecond in Self.start..<(Self.start + 1000) {
            #expect(try entered(after: millisecond, than: millisecond) == .open)
        }
    }

    @Test("A change that happened earlier changes nothing")
    func earlier() throws {
        #expect(try entered(after: Self.start, than: Self.start + 1) == .paused)
    }
}
