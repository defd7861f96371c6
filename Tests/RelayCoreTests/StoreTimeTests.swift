import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("How long a store may take")
struct StoreTimeTests {
    struct Row: NamedCase {
        let name: String
        /// Seconds before the deadline.
        let left: Double
        /// Seconds after the deadline when giving back must have ended.
        let givesBackUntil: Double
    }

    @Test(
        "A call ends before the deadline, and giving back after the calls, or in a time of its own where nobody waits any more",
        arguments: [
            Row(name: "at the begin", left: 30, givesBackUntil: -0.2),
            Row(name: "just before the calls' time is over", left: 0.6, givesBackUntil: -0.2),
            Row(name: "when it is over", left: 0.5, givesBackUntil: 1.5),
            Row(name: "just before the deadline", left: 0.1, givesBackUntil: 1.9),
            Row(name: "at the deadline", left: 0, givesBackUntil: 2), Row(name: "after it", left: -3, givesBackUntil: 5),
        ])
    func ends(_ row: Row) throws {
        let deadline = Date(timeIntervalSince1970: 1_790_000_000)
        let time = StoreTime(until: deadline)
        #expect(time.end == deadline - 0.5)
        let end = try #require(time.endOfGivingBack(now: deadline - row.left))
        #expect(abs(end.timeIntervalSince(deadline) - row.givesBackUntil) < 0.001)
    }

    @Test("Without a deadline the engine has its own patience")
    func none() {
        #expect(StoreTime(until: nil).end == nil && StoreTime(until: nil).endOfGivingBack(now: .now) == nil)
    }
}
