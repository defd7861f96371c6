import FoundationEssentials
import HubSpotSimulator
import LiveFunction
import RelayCore
import TestSupport
import Testing

@testable import ai_reply_post
@testable import handoff_comment
@testable import message_route
@testable import ticket_property_mirror

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
        let function: any LiveFunction
        var event: RelayEvent
        var due: Date
    }

    let stage: Stage
    let clock: TestClock
    private let functions: [any LiveFunction]
    private var queue: [Waiting] = []
    /// Runs after each delivery.
    var onStep: (Step) async -> Void = { _ in }

    /// After how many faulty deliveries an event is given up.
    private static let maximumReceives = 5

    init(_ stage: Stage, engine: (any AnswerEngine)? = nil) throws {
        self.stage = stage
        // The engine's time-out, where a test does not shorten it.
        clock = TestClock(now: Date(), shortestTimeout: 20)
        let services = stage.services(clock.ambient)
        functions = [
            try engine.map { MessageRoute(services, engines: ["default": $0]) } ?? MessageRoute(services),
            try AIReplyPost(services), try HandoffComment(services), try TicketPropertyMirror(services),
        ]
    }

    /// Queues an event for whoever takes it.
    func add(_ event: RelayEvent) {
        for function in functions where type(of: function).description.takes.contains(where: { $0.matches(event.type) }) {
            // As in the queue: an event that waits already is not added again.
            let name = type(of: function).description.name
            if queue.contains(where: { type(of: $0.function).description.name == name && $0.event.key == event.key }) { continue }
            queue.append(Waiting(function: function, event: event, due: max(event.notBefore ?? clock.now, clock.now)))
        }
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
        let result = await stage.handle(waiting.function, waiting.event)
        if result.status == .retry {
            var again = waiting
            if result.code?.isWait != true { again.event.attempt += 1 }
            again.due = clock.now + Double(result.retryAfterSeconds ?? 1)
            if again.event.attempt < Self.maximumReceives { queue.append(again) }
        }
        result.events.forEach(add)
        return Step(function: type(of: waiting.function).description.name, event: waiting.event, result: result)
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
