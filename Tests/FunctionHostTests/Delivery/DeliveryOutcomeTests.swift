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
        var before = DeliveryTries()
        let outcome: DeliveryOutcome
    }

    private static func waited(
        _ code: ReasonCode, _ count: Int, faults: Int = 0, seconds: Double = 0
    ) -> DeliveryTries {
        DeliveryTries(faults: faults, wait: DeliveryWait(code: code, since: now - seconds, count: count))
    }

    private static func again(_ seconds: Double, _ tries: DeliveryTries) -> DeliveryOutcome {
        .postpone(until: now + seconds, tries)
    }

    private static func progress(_ code: ReasonCode) -> FunctionResult {
        FunctionResult(status: .retry, code: code, data: ["progress": true])
    }

    @Test(
        "A result completes, postpones or buries its event by the rules of the queue",
        arguments: [
            Row(name: "done", result: .done(), outcome: .complete),
            Row(name: "skipped", result: .skipped(.ownMessage), outcome: .complete),
            Row(name: "failed", result: .failed(.notFound), outcome: .bury),

            // Faults
            Row(name: "first fault", result: .retry(.internalError), outcome: again(1, DeliveryTries(faults: 1))),
            Row(
                name: "fourth fault", result: .retry(.workerDied), before: DeliveryTries(faults: 3),
                outcome: again(64, DeliveryTries(faults: 4))),
            Row(
                name: "a fault that says when", result: .retry(.deadlinePassed, after: 11),
                outcome: again(11, DeliveryTries(faults: 1))),
            Row(name: "the last fault", result: .retry(.internalError), before: DeliveryTries(faults: 4), outcome: .bury),
            Row(
                name: "progress resets the count", result: progress(.deadlinePassed), before: DeliveryTries(faults: 4),
                outcome: again(1, DeliveryTries(faults: 1))),
            Row(
                name: "a fault ends a wait", result: .retry(.deadlinePassed), before: waited(.unavailable, 3),
                outcome: again(1, DeliveryTries(faults: 1))),

            // Waits for a turn
            Row(
                name: "a busy thread is looked at again soon", result: .retry(.leaseBusy, after: 5),
                before: DeliveryTries(faults: 4), outcome: again(0.25, waited(.leaseBusy, 1, faults: 4))),
            Row(
                name: "and then less often", result: .retry(.leaseBusy, after: 5), before: waited(.leaseBusy, 9),
                outcome: again(2, waited(.leaseBusy, 10))),
            Row(
                name: "but not later than it is free", result: .retry(.claimBusy, after: 1), before: waited(.claimBusy, 9),
                outcome: again(1, waited(.claimBusy, 10))),
            Row(
                name: "a pause is as long as it says", result: .retry(.effectPending, after: 7),
                before: waited(.leaseBusy, 5, seconds: 9), outcome: again(7, waited(.effectPending, 6, seconds: 9))),

            // Waits for something outside
            Row(
                name: "no connection", result: .retry(.connectionFailed), before: DeliveryTries(faults: 4),
                outcome: again(1, waited(.connectionFailed, 1, faults: 4))),
            Row(
                name: "HubSpot is down, and then out of reach", result: .retry(.connectionFailed),
                before: waited(.unavailable, 4, seconds: 15), outcome: again(16, waited(.connectionFailed, 5, seconds: 15))),
            Row(
                name: "a pause has a longest", result: .retry(.unavailable), before: waited(.unavailable, 60, seconds: 90_000),
                outcome: again(300, waited(.unavailable, 61, seconds: 90_000))),
            Row(
                name: "HubSpot says when", result: .retry(.unavailable, after: 90), outcome: again(90, waited(.unavailable, 1))),
            Row(name: "a refused token", result: .retry(.unauthorized), outcome: again(1, waited(.unauthorized, 1))),
            Row(name: "a missing scope", result: .failed(.missingScope), outcome: again(1, waited(.missingScope, 1))),
            Row(
                name: "a wrong configuration", result: .failed(.badConfiguration), before: DeliveryTries(faults: 4),
                outcome: again(1, waited(.badConfiguration, 1, faults: 4))),
            Row(
                name: "the short limit", result: .retry(.rateLimited, after: 10), before: waited(.rateLimited, 8),
                outcome: again(10, waited(.rateLimited, 9))),
            Row(
                name: "the daily limit", result: .retry(.dailyLimit, after: 40_000),
                outcome: again(40_000, waited(.dailyLimit, 1))),
            Row(
                name: "a wait that got further", result: progress(.unavailable), before: DeliveryTries(faults: 4),
                outcome: again(1, waited(.unavailable, 1))),
            Row(
                name: "after a wait for a turn it begins anew", result: .retry(.unavailable),
                before: waited(.leaseBusy, 7, seconds: 30), outcome: again(1, waited(.unavailable, 1))),

            // What is too much
            Row(
                name: "after three days there is one more try", result: .retry(.unavailable),
                before: waited(.unavailable, 900, seconds: 259_200),
                outcome: again(300, waited(.unavailable, 901, faults: 4, seconds: 259_200))),
            Row(
                name: "and then none", result: .retry(.unavailable),
                before: waited(.unavailable, 901, faults: 4, seconds: 259_500), outcome: .bury),
            Row(
                name: "a worker that is killed", result: .retry(.workerUnavailable), before: waited(.workerUnavailable, 3),
                outcome: again(8, waited(.workerUnavailable, 4))),
            Row(
                name: "one that is killed again and again", result: .retry(.workerUnavailable),
                before: waited(.workerUnavailable, 10), outcome: again(300, waited(.workerUnavailable, 11, faults: 1))),
        ])
    func outcome(_ row: Row) {
        #expect(
            DeliveryOutcome.of(InvocationResult(row.result), after: row.before, maximumReceives: 5, now: Self.now) == row.outcome)
    }

    struct FactsRow: NamedCase {
        let name: String
        let tries: DeliveryTries
        let facts: DeliveryFacts
    }

    @Test(
        "A function is told how the deliveries before went",
        arguments: [
            FactsRow(name: "the first", tries: DeliveryTries(), facts: DeliveryFacts()),
            FactsRow(name: "after two faults", tries: DeliveryTries(faults: 2), facts: DeliveryFacts(attempt: 2)),
            FactsRow(name: "the last", tries: DeliveryTries(faults: 4), facts: DeliveryFacts(attempt: 4, isLast: true)),
            FactsRow(
                name: "after a wait for something outside", tries: waited(.unavailable, 3, seconds: 7),
                facts: DeliveryFacts(waitingSince: now - 7)),
            FactsRow(name: "after a wait for a turn", tries: waited(.leaseBusy, 3, seconds: 7), facts: DeliveryFacts()),
        ])
    func facts(_ row: FactsRow) {
        #expect(row.tries.facts(maximumReceives: 5) == row.facts)
    }
}
