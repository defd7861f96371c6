import FoundationEssentials
import HubSpotSimulator
import RelayCore
import SessionStore
import TestSupport
import Testing

@testable import thread_sweep

@Suite("What no webhook told of", .timeLimit(.minutes(10)))
struct SweepTests {
    static func tick(_ at: Date = Date()) -> RelayEvent {
        RelayEvent(SweepTickEvent(at: at), organization: "default", unique: "")
    }

    @Test(
        "A missed message heals: it is recorded, answered once, and not again when its webhook comes after all",
        arguments: Conversation.Depth.allCases)
    func heals(_ depth: Conversation.Depth) async throws {
        try await Conversation.play(depth) { here in
            let portal = here.portal
            portal.disturbWebhooks(.drop, .conversationNewMessage)
            let written = try await portal.customerWritesEmail(
                from: "casey@customer.example", subject: "Boots", text: "How long does shipping take?")
            _ = try await here.settle()
            #expect(await portal.messages(written.threadID).count == 1)

            try await here.add(Self.tick())
            var results = try await here.settle()
            #expect(results.contains { $0.function == "thread-sweep" && $0.code == .missedMessages })
            #expect(await portal.messages(written.threadID).count == 2)

            let late: JSON = [
                "subscriptionType": "conversation.newMessage", "portalId": .number(JSONNumber(portal.settings.portalID)),
                "objectId": .string(written.threadID), "messageId": .string(written.messageID), "messageType": "MESSAGE",
                "occurredAt": .number(JSONNumber(Timestamp.milliseconds(Date()))), "eventId": 1, "attemptNumber": 2,
            ]
            await portal.sendWebhook(late)
            try await here.add(Self.tick(Date() + 60))
            results = try await here.settle()
            #expect(results.contains { $0.function == "message-route" && $0.code == nil })
            #expect(results.contains { $0.function == "thread-sweep" && $0.code == .nothingToDo })
            #expect(await portal.messages(written.threadID).count == 2)
        }
    }

    struct Row: NamedCase {
        let name: String
        var environment: [String: String] = [:]
        /// What happens before the tick; the thread's id.
        let play: @Sendable (Stage, Relay) async throws -> String
        let isMissed: Bool
        /// How many calls the second tick makes beside the list, where the first found nothing.
        var callsAgain = 0
    }

    static let rows = [
        Row(name: "a message whose webhook was lost", play: { stage, relay in try await lost(stage) }, isMissed: true),
        Row(
            name: "one on a conversation that is known",
            play: { stage, relay in
                let thread = try await stage.chat("one")
                try await relay.settle()
                return try await lost(stage, on: thread)
            }, isMissed: true),
        Row(
            name: "one that a webhook told of before HubSpot showed it",
            play: { stage, relay in
                let thread = try await stage.chat("one")
                stage.simulator.failNext(.refuse(.notFound), matching: .operation(.listMessages), times: 2)
                stage.simulator.failNext(.refuse(.notFound), matching: .operation(.getMessage), times: 2)
                let steps = try await relay.settle()
                #expect(steps.results(HubSpotEvent.newMessage).map(\.code) == [.notFound])
                return thread
            }, isMissed: true),
        Row(
            name: "too young a message", environment: ["SWEEP_AFTER": "600"], play: { stage, relay in try await lost(stage) },
            isMissed: false),
        Row(
            name: "too old a message",
            play: { stage, relay in
                defer { relay.clock.advance(22_000) }
                return try await lost(stage)
            }, isMissed: false),
        Row(
            name: "an old message on a thread on which something was said since",
            play: { stage, relay in
                stage.portal.disturbWebhooks(.drop, nil, times: nil)
                let thread = try await stage.chat("one")
                await stage.portal.advanceTime(22_000)
                relay.clock.advance(22_000)
                _ = try await stage.portal.repComments(threadID: thread, text: "Whose is this?")
                return thread
            }, isMissed: false),
        Row(
            name: "a message that the AI answered",
            play: { stage, relay in
                let thread = try await stage.chat("one")
                try await relay.settle()
                return thread
            }, isMissed: false),
        Row(
            name: "one on which the AI kept quiet", environment: ["AUTOPILOT": "off"],
            play: { stage, relay in
                let thread = try await stage.chat("one")
                try await relay.settle()
                return thread
            }, isMissed: false),
        Row(
            name: "one whose turn waits",
            play: { stage, relay in
                let thread = try await stage.chat("one")
                await relay.receive()
                for _ in 0..<2 { _ = try await relay.step() }
                return thread
            }, isMissed: false),
        Row(
            name: "a closed thread",
            play: { stage, relay in
                let thread = try await lost(stage)
                try await stage.portal.closeThread(thread)
                return thread
            }, isMissed: false),
        Row(
            name: "a colleague's mail to a customer's thread", environment: ["OWN_DOMAINS": "shop.example"],
            play: { stage, relay in
                let thread = try await stage.portal.customerWritesEmail(
                    from: "casey@customer.example", subject: "It", text: "words"
                ).threadID
                try await relay.settle()
                stage.portal.disturbWebhooks(.drop, nil, times: nil)
                _ = try await stage.portal.customerWritesEmail(
                    from: "bo@shop.example", subject: "Re: It", text: "words", threadID: thread)
                return thread
            }, isMissed: false),
        Row(
            name: "an absence note",
            play: { stage, relay in
                stage.portal.disturbWebhooks(.drop, nil, times: nil)
                return try await stage.portal.customerWritesEmail(
                    from: "casey@customer.example", subject: "Automatic reply: it", text: "words"
                ).threadID
            }, isMissed: false),
        Row(
            name: "what was erased",
            play: { stage, relay in
                let thread = try await stage.chat("one")
                try await relay.settle()
                _ = try await lost(stage, on: thread)
                relay.add(Stage.event(SessionDeleteEvent.type, ["threadId": .string(thread)]))
                try await relay.settle()
                return thread
            }, isMissed: false),
    ]

    private static func lost(_ stage: Stage, on thread: String? = nil) async throws -> String {
        stage.portal.disturbWebhooks(.drop, nil, times: nil)
        return try await stage.chat("Where is my parcel?", on: thread)
    }

    @Test("Found is what waits for its turn; what was looked at once costs no further call", arguments: rows)
    func looks(_ row: Row) async throws {
        try await Stage.run(["HUBSPOT_APP_ID": "1098266"].merging(row.environment) { $1 }) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let clock = try #require(relay.clock as? TestClock)
            let functions = try Functions(stage.services(clock.ambient))
            let thread = try await row.play(stage, relay)
            relay.clock.advance(200)
            let first = await functions.handle(Self.tick())
            #expect(first.code == (row.isMissed ? .missedMessages : .nothingToDo), "\(first.line)")
            #expect(first.events.map(\.subject) == (row.isMissed ? [thread] : []))
            let calls = stage.simulator.calls.count
            let second = await functions.handle(Self.tick(Date() + 60))
            #expect(stage.simulator.calls.count - calls == 1 + (row.isMissed ? second.count("calls") : row.callsAgain))
            #expect(second.events.map(\.id) == first.events.map(\.id) && second.code != .missedMessages)
        }
    }

    struct Every: NamedCase {
        let name: String
        var seconds: String?
        /// Of the ticks at 0, 120, 240, … seconds, which look.
        let look: [Bool]
    }

    @Test(
        "A timer that ticks every two minutes looks as often as SWEEP_EVERY says",
        arguments: [
            Every(name: "each time", look: [true, true, true, true]),
            Every(name: "each second time", seconds: "240", look: [true, false, true, false]),
            Every(name: "as often as it ticks", seconds: "1", look: [true, true, true, true]),
            Every(name: "each that comes, where no timer is wanted", seconds: "0", look: [true, true, true, true]),
        ])
    func every(_ row: Every) async throws {
        try await Stage.run(row.seconds.map { ["SWEEP_EVERY": $0] } ?? [:]) { stage in
            let functions = try Functions(stage.services)
            for (number, looks) in row.look.enumerated() {
                let calls = stage.simulator.calls.count
                let tick = Self.tick(Date(timeIntervalSince1970: 1_790_000_160 + 120 * Double(number)))
                let result = await functions.handle(tick)
                #expect(result.code == .nothingToDo && (stage.simulator.calls.count > calls) == looks, "\(result.line)")
            }
        }
    }

    @Test("With a store that does not know them, threads that our app answered are left alone; those that wait are found")
    func moved() async throws {
        try await Stage.run(["HUBSPOT_APP_ID": "1098266"]) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            _ = try await stage.chat("one")
            try await relay.settle()
            let waiting = try await Self.lost(stage)
            let folder = try TemporaryFolder()
            let moved = try stage.moved(to: folder)
            relay.clock.advance(200)
            let clock = try #require(relay.clock as? TestClock)
            let functions = try Functions(moved.services(clock.ambient))
            for elsewhere in [1, 0] {
                let tick = await functions.handle(Self.tick(clock.now))
                #expect(tick.events.map(\.subject) == [waiting], "\(tick.line)")
                #expect(tick.count("answeredElsewhere") == elsewhere)
                clock.advance(120)
            }
        }
    }

    @Test("A tick makes so many calls; the next one goes on, and everything gets its turn")
    func bounded() async throws {
        var settings = PortalSettings()
        // Not enforced, and far away in the headers of each answer, which functions go by as well.
        settings.rateLimits.isEnforced = false
        settings.rateLimits.tenSecondly = 1_000_000
        try await Stage.run([:], settings) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let count = Sweep.callLimit + 5
            stage.portal.disturbWebhooks(.drop, .conversationNewMessage, times: count)
            var threads: [String] = []
            for number in 0..<count { threads.append(try await stage.chat("message \(number)")) }
            relay.clock.advance(200)
            relay.add(Self.tick())
            var ticks = try await relay.settle().results(SweepTickEvent.type)
            relay.add(Self.tick(Date() + 60))
            ticks += try await relay.settle().results(SweepTickEvent.type)
            #expect(ticks.map { $0.count("missed") } == [Sweep.callLimit, 5])
            #expect(ticks.map { $0.count("left") } == [5, 0])
            for thread in threads { #expect(await stage.portal.messages(thread).count == 2) }
        }
    }

    @Test("What HubSpot does not let through ends the tick, not what it found; the next tick goes on")
    func refused() async throws {
        try await Stage.run { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            stage.portal.disturbWebhooks(.drop, nil, times: nil)
            for number in 0..<3 { _ = try await stage.chat("message \(number)") }
            relay.clock.advance(200)
            let clock = try #require(relay.clock as? TestClock)
            let functions = try Functions(stage.services(clock.ambient))
            stage.simulator.failNext(.refuse(.missingScopes(["conversations.read"])), matching: .operation(.listThreads))
            let without = await functions.handle(Self.tick())
            #expect(without.status == .skipped && without.code == .missingScope)
            let lists = Counter()
            stage.simulator.failNext(
                .refuse(.missingScopes(["conversations.read"])),
                matching: CallMatch { call in
                    guard call.operation == .listMessages else { return false }
                    lists.add()
                    return lists.count == 2
                })
            let halted = await functions.handle(Self.tick(Date() + 60))
            #expect(halted.code == .missedMessages && halted.count("missed") == 1)
            #expect(halted.data["failure"] == "missing-scope")
            let last = await functions.handle(Self.tick(Date() + 120))
            #expect(last.count("missed") == 2 && last.events.count == 3)
        }
    }
}

@Suite("Conversations that are over")
struct IdleSessionTests {
    struct Row: NamedCase {
        let name: String
        var configured: String? = #"{"chat":3600,"email":60}"#
        var environment: [String: String] = [:]
        /// What happens in the conversation; then an hour goes by.
        var play: @Sendable (Stage, Relay, _ thread: String) async throws -> Void = { _, _, _ in }
        let state: Session.State
    }

    static let rows = [
        Row(name: "the AI had the last word", state: .closed),
        Row(name: "nothing is configured", configured: nil, state: .open),
        Row(name: "another channel is", configured: #"{"email":60}"#, state: .open),
        Row(name: "not idle for long enough", configured: #"{"chat":7200}"#, state: .open),
        Row(
            name: "a person has it",
            play: { stage, relay, thread in try await stage.portal.assign(threadID: thread, to: stage.portal.settings.rep.userID)
            },
            state: .handedOff),
        Row(
            name: "the customer waits", environment: ["AUTOPILOT": "off"], state: .open),
        Row(
            name: "a person answered, and so has it", environment: ["AUTOPILOT": "off"],
            play: { stage, relay, thread in _ = try await stage.portal.repReplies(threadID: thread, text: "Soon") },
            state: .handedOff),
    ]

    @Test("They are closed after the channel's time", arguments: rows)
    func closes(_ row: Row) async throws {
        let idle = row.configured.map { ["SESSION_IDLE": $0] } ?? [:]
        try await Stage.run(row.environment.merging(idle) { $1 }) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            try await relay.settle()
            try await row.play(stage, relay, thread)
            try await relay.settle()
            relay.clock.advance(3700)
            relay.add(SweepTests.tick())
            let steps = try await relay.settle()
            let isClosed = row.state == .closed
            let state = try await stage.session(of: thread).state
            #expect(state == row.state)
            #expect(await stage.portal.thread(thread)?.status == (isClosed ? .closed : .open))
            #expect(steps.results(SweepTickEvent.type).map(\.status) == [isClosed ? .done : .skipped])
            #expect(steps.results(SessionControlEvent.type).map(\.status) == (isClosed ? [.done] : []))
        }
    }

    @Test("A customer who writes just then keeps the conversation open")
    func crossed() async throws {
        try await Stage.run(["SESSION_IDLE": #"{"chat":3600}"#]) { stage in
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            let thread = try await stage.chat("one")
            try await relay.settle()
            relay.clock.advance(3700)
            let clock = try #require(relay.clock as? TestClock)
            let functions = try Functions(stage.services(clock.ambient))
            let tick = await functions.handle(SweepTests.tick())
            #expect(tick.count("closed") == 1)
            _ = try await stage.chat("two", on: thread)
            try await relay.settle()
            tick.events.forEach(relay.add)
            let closings = try await relay.settle().results(SessionControlEvent.type)
            #expect(closings.map(\.code) == [.stale])
            #expect(try await stage.session(of: thread).state == .open)
            #expect(await stage.portal.messages(thread).last?.text == "You wrote: two")
        }
    }
}

extension FunctionResult {
    fileprivate func count(_ name: String) -> Int { data[name]?.int ?? -1 }
}
