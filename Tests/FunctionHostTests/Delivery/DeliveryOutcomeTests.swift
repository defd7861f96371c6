import Foundation
import HostCore
import RelayCore
import TestSupport
import Testing

@testable import HostDelivery

@Suite("What becomes of a delivery")
struct DeliveryOutcomeTests {
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)

    struct Row: NamedCase {
        let name: String
        let result: FunctionResult
        var attempts = 0
        let outcome: DeliveryOutcome
    }

    @Test(
        "A result completes, postpones or buries its event by the rules of the queue",
        arguments: [
            Row(name: "done", result: .done(), outcome: .complete),
            Row(name: "skipped", result: .skipped(.ownMessage), outcome: .complete),
            Row(name: "failed", result: .failed(.notFound), outcome: .bury),
            Row(
                name: "not configured is no fault of the event", result: .failed(.badConfiguration), attempts: 4,
                outcome: .postpone(until: now + 30, isFault: false)),
            Row(
                name: "a wait does not count", result: .retry(.leaseBusy, after: 7), attempts: 4,
                outcome: .postpone(until: now + 7, isFault: false)),
            Row(
                name: "a wait is as long as it says", result: .retry(.dailyLimit, after: 40_000),
                outcome: .postpone(until: now + 40_000, isFault: false)),
            Row(name: "first fault", result: .retry(.internalError), outcome: .postpone(until: now + 1, isFault: true)),
            Row(
                name: "fourth fault", result: .retry(.workerDied), attempts: 3, outcome: .postpone(until: now + 64, isFault: true)
            ),
            Row(
                name: "a fault that says when", result: .retry(.rateLimited, after: 11),
                outcome: .postpone(until: now + 11, isFault: true)),
            Row(name: "the last fault", result: .retry(.internalError), attempts: 4, outcome: .bury),
        ])
    func outcome(_ row: Row) {
        #expect(
            DeliveryOutcome.of(
                InvocationResult(row.result), attempts: row.attempts, maximumReceives: 5, now: Self.now) == row.outcome)
    }
}
