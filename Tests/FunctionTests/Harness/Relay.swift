import Conversations
import FoundationEssentials
import HostCore
import HostDelivery
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

extension TestClock: RelayClock {}

/// A queue in this process: delivers the simulator's webhooks and everything that follows to whatever runs the functions, as a
/// host does it.
final class Relay {
    /// Events come and come.
    struct Unrest: Error {}

    struct Step: CustomStringConvertible {
        let function: String
        let event: RelayEvent
        let result: FunctionResult

        var description: String {
            "\(function) \(event.id): \(result.status) \(result.code?.rawValue ?? "") \(result.message ?? "")"
        }
    }

    private struct Waiting {
        let function: String
        let event: RelayEvent
        var due: Date
        var tries = DeliveryTries()
    }

    let portal: SimulatedPortal
    let clock: any RelayClock
    private let runner: any EventRunner
    private var queue: [Waiting] = []
    /// Runs after each delivery.
    var onStep: (Step) async -> Void = { _ in }
    /// Deliver every event once more after it was finished, as a host does that ends before it has noted that.
    var deliversTwice = false
    /// What becomes of HubSpot's events on their way.
    var onWay: ([RelayEvent]) -> [RelayEvent] = { $0 }
    /// Which of so many due events is delivered next.
    var choose: (Int) -> Int = { _ in 0 }
    /// Steps after which it is no longer believed that it comes to rest.
    var patience = 500
    /// After how many faulty deliveries an event is given up.
    private static let maximumReceives = 5
    /// The shortest that is waited before a delivery again, in seconds.
    var shortestWait: Double = 0

    init(_ portal: SimulatedPortal, _ runner: any EventRunner, _ clock: any RelayClock) {
        self.portal = portal
        self.runner = runner
        self.clock = clock
    }

    /// The functions in this process.
    convenience init(_ stage: Stage, engine: (any AnswerEngine)? = nil) throws {
        // The engine's time-out, where a test does not shorten it.
        let clock = TestClock(now: Date(), shortestTimeout: 20)
        let functions = try Functions(stage.services(clock.ambient), engines: engine.map { ["default": $0] })
        self.init(stage.portal, functions, clock)
    }

    /// Queues an event for whoever takes it.
    func add(_ event: RelayEvent) {
        // As in the queue: an event that waits already is not added again.
        guard let taker = runner.taker(of: event), !queue.contains(where: { $0.event.key == event.key }) else { return }
        queue.append(Waiting(function: taker, event: event, due: max(event.notBefore ?? clock.now, clock.now)))
    }

    /// Takes the portal's webhooks.
    nonisolated(nonsending) func receive() async {
        for event in onWay(WebhookBatch(await portal.takeWebhooks(), organization: nil, portalID: nil).events) { add(event) }
    }

    /// Delivers until nothing waits, webhooks included.
    @discardableResult
    nonisolated(nonsending) func settle() async throws -> [Step] {
        var steps: [Step] = []
        await receive()
        while !queue.isEmpty {
            guard steps.count < patience else { throw Unrest() }
            if let step = try await step() {
                steps.append(step)
            } else if !queue.contains(where: { $0.due <= clock.now }) {
                clock.advance(max(0.001, (queue.map(\.due).min() ?? clock.now).timeIntervalSince(clock.now)))
            }
        }
        return steps
    }

    /// Delivers one event that is due.
    /// - Returns: nil where none is, and where whoever ran it was killed.
    nonisolated(nonsending) func step() async throws -> Step? {
        let due = queue.indices.filter { queue[$0].due <= clock.now }
        guard !due.isEmpty else { return nil }
        let waiting = queue.remove(at: due[choose(due.count)])
        guard let step = try await deliver(waiting) else {
            queue.append(waiting)
            await receive()
            return nil
        }
        await onStep(step)
        await receive()
        return step
    }

    nonisolated(nonsending) private func deliver(_ waiting: Waiting) async throws -> Step? {
        let facts = waiting.tries.facts(maximumReceives: Self.maximumReceives)
        var event = waiting.event
        (event.attempt, event.isLastAttempt, event.waitingSince) = (facts.attempt, facts.isLast, facts.waitingSince)
        guard let result = try await runner.run(event, by: waiting.function) else { return nil }
        if deliversTwice, result.status == .done || result.status == .skipped {
            let again = try await runner.run(event, by: waiting.function)
            #expect(again?.kept.line == result.kept.line)
        }
        let outcome = DeliveryOutcome.of(
            InvocationResult(result), after: waiting.tries, maximumReceives: Self.maximumReceives, now: clock.now)
        if case .postpone(let due, let tries) = outcome {
            var again = waiting
            (again.due, again.tries) = (max(due, clock.now + shortestWait), tries)
            queue.append(again)
        }
        result.events.forEach(add)
        return Step(function: waiting.function, event: event, result: result)
    }
}

extension FunctionResult {
    /// What a repeat of the event gets.
    var kept: FunctionResult { FunctionResult(status: status, code: code, events: events) }
}

extension Array<Relay.Step> {
    /// What became of each event of a type, in the order in which they were first delivered: the last result counts.
    func results(_ type: String) -> [FunctionResult] {
        let steps = filter { $0.event.type == type }
        let keys = steps.map(\.event.key).reduce(into: [EventKey]()) { keys, key in if !keys.contains(key) { keys.append(key) } }
        return keys.compactMap { key in steps.last { $0.event.key == key }?.result }
    }
}
