import Conversations
import CurlTransport
import Foundation
import HubSpotSimulator
import RelayCore
import Synchronization
import TestSupport

/// Plays a run in which much goes wrong at once: workers are killed, HubSpot fails, webhooks come doubled, held and shuffled, and
/// people act in the middle of everything. All by one seed and one clock, which does not wait.
struct Storm {
    let plan: StormPlan
    let stage: Stage
    let people: StormPeople
    let relay: Relay
    let runner: Runner
    /// Of HubSpot's calls.
    let failures: Counter
    private let clock: TestClock

    init(_ plan: StormPlan, _ stage: Stage, _ clock: TestClock) throws {
        self.plan = plan
        self.stage = stage
        self.clock = clock
        people = StormPeople(stage.portal, seed: plan.seed &+ 1)
        let failures = Counter()
        self.failures = failures
        let transport = MortalTransport(
            base: CurlTransport(), passTime: { clock.advance(0.004) }, noteFailure: { failures.add() })
        let services = FunctionServices(
            configuration: stage.configuration, stores: stage.stores, transport: transport, ambient: clock.ambient)
        runner = Runner(try Functions(services, engines: ["default": Self.engine()]), people, plan)
        relay = Relay(stage.portal, runner, clock)
        relay.patience = 1000 + plan.messages * 100
    }

    /// Answers with the marks of what it was asked, and hands over what asks for a person.
    private static func engine() -> ScriptedEngine {
        ScriptedEngine { request throws(AnswerError) in
            let marks = request.messages.flatMap(\.text.marks).joined(separator: " ")
            let asksForPerson = request.messages.contains { $0.text.hasPrefix("A person") }
            return asksForPerson
                ? .handoff(
                    .init(
                        reason: "Asks for a person", summary: "Asked: \(marks)", sentiment: nil, language: nil,
                        reply: "\(StormBooks.closingLine) \(marks)"))
                : .reply(.init(text: "Answer to \(marks)"))
        }
    }

    /// Everything happens, and then everything comes to rest.
    /// - Returns: What failed for good.
    func play() async throws -> [Relay.Step] {
        var failed: [Relay.Step] = []
        relay.onStep = { step in if step.result.status == .failed { failed.append(step) } }
        var chance = Chance(seed: plan.seed)
        let order = Mutex(Chance(seed: plan.seed &+ 2))
        relay.choose = { count in order.withLock { $0.number(0..<count) } }
        let way = Way(plan)
        relay.onWay = way.pass
        while await people.messages < plan.messages {
            await people.message()
            if chance.happens(plan.faults) { fail(&chance) }
            clock.advance(chance.seconds(0.05...5))
            await relay.receive()
            for _ in 0..<chance.number(0..<14) {
                _ = try await relay.step()
                clock.advance(chance.seconds(0.001...0.05))
            }
        }
        stage.simulator.forgetFaults()
        runner.isCalm.withLock { $0 = true }
        way.calm()
        try await relay.settle()
        // What the sweep's own answers are told of may be lost too.
        for _ in 0..<(plan.lostMessages > 0 ? 2 : 0) {
            clock.advance(300)
            relay.add(SweepTests.tick(clock.now))
            try await relay.settle()
        }
        return failed
    }

    private static let operations: [HubSpotSimulator.Operation] = [
        .getThread, .listMessages, .getMessage, .postMessage, .createTicket, .getTicket, .updateTicket, .createContact,
        .searchContacts, .assignThread, .listThreads, .getOwner,
    ]

    private func fail(_ chance: inout Chance) {
        let fault: Fault = chance.one(of: [
            (2, .refuse(.serverError)), (2, .refuse(.unavailable)), (3, .refuse(.tenSecondLimit())), (2, .refuse(.locked)),
            (2, .dropBeforeActing), (3, .dropAfterActing), (2, .actThenRefuse(.unavailable)), (1, .spoil(.malformed)),
            (1, .spoil(.truncated)), (1, .delay(seconds: 0.2)),
        ])
        let operation = Self.operations[chance.number(0..<Self.operations.count)]
        stage.simulator.failNext(fault, matching: .operation(operation), times: chance.number(1..<3))
    }

    /// The way of HubSpot's events to us: some come twice, some are held back and come in another order.
    private final class Way: Sendable {
        private struct State {
            var chance: Chance
            let losses: Double
            let lostMessages: Double
            var held: [RelayEvent] = []
            var isCalm = false
        }

        private let state: Mutex<State>

        init(_ plan: StormPlan) {
            state = Mutex(
                State(chance: Chance(seed: plan.seed &+ 3), losses: plan.losses, lostMessages: plan.lostMessages))
        }

        func pass(_ events: [RelayEvent]) -> [RelayEvent] {
            state.withLock { state in
                var passed: [RelayEvent] = []
                for event in events {
                    let isLost = state.chance.happens(
                        event.type == HubSpotEvent.newMessage ? max(state.losses, state.lostMessages) : state.losses)
                    if isLost { continue }
                    let isHeld = !state.isCalm && state.chance.happens(0.1)
                    if isHeld { state.held.append(event) } else { passed.append(event) }
                    if !state.isCalm, state.chance.happens(0.05) { state.held.append(event) }
                }
                if state.isCalm || state.chance.happens(0.05) {
                    passed += state.held.shuffled(using: &state.chance)
                    state.held = []
                }
                return passed
            }
        }

        func calm() { state.withLock { $0.isCalm = true } }
    }

    /// Runs the functions in this process, by workers that may be killed.
    final class Runner: EventRunner {
        private let functions: Functions
        private let people: StormPeople
        private let plan: StormPlan
        private let chance: Mutex<Chance>
        let kills = Counter()
        let crossings = Counter()
        let isCalm = Mutex(false)

        init(_ functions: Functions, _ people: StormPeople, _ plan: StormPlan) {
            self.functions = functions
            self.people = people
            self.plan = plan
            chance = Mutex(Chance(seed: plan.seed &+ 4))
        }

        func taker(of event: RelayEvent) -> String? { functions.taker(of: event) }

        func run(_ event: RelayEvent, by function: String) async throws -> FunctionResult? {
            let result = await life(on: event).run { [functions] in await functions.handle(event) }
            if result == nil { kills.add() }
            return result
        }

        private func life(on event: RelayEvent) -> Life {
            guard !isCalm.withLock({ $0 }) else { return Life() }
            let thread = event.data["threadId"]?.id ?? event.data["objectId"]?.id
            return chance.withLock { chance in
                var death: Life.Death?
                if chance.happens(plan.kills) {
                    death = Life.Death(call: chance.number(0..<3), isAfter: chance.happens(0.5))
                }
                var crossing: Life.Crossing?
                if let thread, chance.happens(plan.crossings) {
                    crossing = Life.Crossing(call: chance.number(0..<4)) { [people, crossings] in
                        crossings.add()
                        await people.cross(thread)
                    }
                }
                return Life(death: death, crossing: crossing)
            }
        }
    }
}
