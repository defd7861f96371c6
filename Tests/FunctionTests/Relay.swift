import Conversations
import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

/// All functions and a queue between them, in this process: delivers the simulator's webhooks and everything that follows,
/// as a host does it, on a clock that moves only when nothing else is due.
final class Relay {
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
        var event: RelayEvent
        var due: Date
    }

    let stage: Stage
    let clock: TestClock
    private let functions: Functions
    private var queue: [Waiting] = []
    /// Runs after each delivery.
    var onStep: (Step) async -> Void = { _ in }

    /// After how many faulty deliveries an event is given up.
    private static let maximumReceives = 5

    init(_ stage: Stage, engine: (any AnswerEngine)? = nil) throws {
        self.stage = stage
        // The engine's time-out, where a test does not shorten it.
        clock = TestClock(now: Date(), shortestTimeout: 20)
        functions = try Functions(stage.services(clock.ambient), engines: engine.map { ["default": $0] })
    }

    /// Queues an event for whoever takes it.
    func add(_ event: RelayEvent) {
        // As in the queue: an event that waits already is not added again.
        guard let taker = functions.taker(of: event), !queue.contains(where: { $0.event.key == event.key }) else { return }
        queue.append(Waiting(function: taker, event: event, due: max(event.notBefore ?? clock.now, clock.now)))
    }

    /// Takes the portal's webhooks.
    func receive() async {
        for event in WebhookBatch(await stage.portal.takeWebhooks(), organization: nil, portalID: nil).events { add(event) }
    }

    /// Delivers until nothing waits, webhooks included.
    @discardableResult
    func settle() async throws -> [Step] {
        var steps: [Step] = []
        await receive()
        while !queue.isEmpty {
            try #require(steps.count < 500, "the relay does not come to rest")
            guard let index = queue.firstIndex(where: { $0.due <= clock.now }) else {
                clock.advance((queue.map(\.due).min() ?? clock.now).timeIntervalSince(clock.now))
                continue
            }
            let step = await deliver(queue.remove(at: index))
            steps.append(step)
            await onStep(step)
            await receive()
        }
        return steps
    }

    private func deliver(_ waiting: Waiting) async -> Step {
        let result = await functions.handle(waiting.event)
        if result.status == .retry {
            var again = waiting
            if result.code?.isWait != true { again.event.attempt += 1 }
            again.due = clock.now + Double(result.retryAfterSeconds ?? 1)
            if again.event.attempt < Self.maximumReceives { queue.append(again) }
        }
        result.events.forEach(add)
        return Step(function: waiting.function, event: waiting.event, result: result)
    }
}

extension Array<Relay.Step> {
    /// What became of each event of a type, in the order in which they were first delivered: the last result counts.
    func results(_ type: String) -> [FunctionResult] {
        let steps = filter { $0.event.type == type }
        let keys = steps.map(\.event.key).reduce(into: [EventKey]()) { keys, key in if !keys.contains(key) { keys.append(key) } }
        return keys.compactMap { key in steps.last { $0.event.key == key }?.result }
    }
}
