import Conversations
import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

/// The customer writes while an answer is on its way to HubSpot: it then stands behind what it does not answer.
@Suite("What is written while an answer is under way")
struct CrossedAnswerTests {
    struct Row: NamedCase {
        let name: String
        /// What happens while each of the answers is under way.
        let crossings: [@Sendable (SimulatedPortal, _ threadID: String) async throws -> Void]
        /// Whether HubSpot's answer to the first of them is lost: until it is found again, the ledger has no end of it.
        var isLost = false
        /// What happens after the first was sent, and after all.
        var then: @Sendable (SimulatedPortal, _ threadID: String) async throws -> Void = { _, _ in }
        var atLast: @Sendable (SimulatedPortal, _ threadID: String) async throws -> Void = { _, _ in }
        /// What the AI is asked, one turn after the other.
        let asked: [[String]]
    }

    private static func writes(_ text: String) -> @Sendable (SimulatedPortal, String) async throws -> Void {
        { portal, thread in try await portal.customerWritesChat(text: text, threadID: thread) }
    }

    static let rows = [
        Row(name: "is asked about next", crossings: [writes("two")], asked: [["one"], ["two"]]),
        Row(
            name: "is asked about with what comes after it", crossings: [writes("two")], then: writes("three"),
            asked: [["one"], ["two", "three"]]),
        Row(
            name: "is asked about where the answer's fate is not known yet", crossings: [writes("two")], isLost: true,
            then: writes("three"), asked: [["one"], ["two", "three"]]),
        Row(
            name: "is asked about while the next answer is under way, too", crossings: [writes("two"), writes("three")],
            atLast: writes("four"), asked: [["one"], ["two"], ["three"], ["four"]]),
        Row(
            name: "is asked about when a person, who took the conversation then, gives it back",
            crossings: [
                { portal, thread in
                    try await writes("two")(portal, thread)
                    try await portal.assign(threadID: thread, to: portal.settings.rep.userID)
                }
            ],
            atLast: { portal, thread in try await portal.assign(threadID: thread, to: nil) }, asked: [["one"], ["two"]]),
        Row(
            name: "and nothing, when a person gives back what is answered", crossings: [],
            atLast: { portal, thread in
                try await portal.assign(threadID: thread, to: portal.settings.rep.userID)
                try await portal.assign(threadID: thread, to: nil)
            }, asked: [["one"]]),
    ]

    @Test("It", arguments: rows)
    func written(_ row: Row) async throws {
        try await Stage.run { stage in
            let portal = stage.portal
            let thread = try await stage.chat("one")
            let transport = CrossedTransport(losesFirst: row.isLost) { number in
                if number < row.crossings.count { try await row.crossings[number](portal, thread) }
            }
            let clock = TestClock(now: Date(), shortestTimeout: 20)
            let engine = ScriptedEngine.echo()
            let services = FunctionServices(
                configuration: stage.configuration, stores: stage.stores, transport: transport, ambient: clock.ambient)
            let relay = Relay(portal, try Functions(services, engines: ["default": engine]), clock)
            var isSent = false
            relay.onStep = { step in
                guard step.event.type == AIReplyEvent.type, !isSent else { return }
                isSent = true
                do { try await row.then(portal, thread) } catch { Issue.record(error) }
            }
            try await relay.settle()
            try await row.atLast(portal, thread)
            try await relay.settle()
            #expect(engine.requests.map { $0.messages.map(\.text) } == row.asked)
            let answers = await portal.messages(thread).filter { $0.direction == .outgoing }.map(\.text)
            #expect(answers == row.asked.map { "You wrote: \($0.joined(separator: " / "))" })
        }
    }

    @Test("A mail that crossed the answer to its author's first one: the next answer goes to both who wait")
    func addressees() async throws {
        try await Stage.run { stage in
            let portal = stage.portal
            let (alex, bo) = ("alex@reader.example", "bo@writer.example")
            let first = try await portal.customerWritesEmail(from: alex, subject: "Order", text: "Where is it?")
            let transport = CrossedTransport { number in
                guard number == 0 else { return }
                _ = try await portal.customerWritesEmail(
                    from: alex, subject: "Order", text: "And the other one?", threadID: first.threadID)
            }
            let clock = TestClock(now: Date(), shortestTimeout: 20)
            let services = FunctionServices(
                configuration: stage.configuration, stores: stage.stores, transport: transport, ambient: clock.ambient)
            let relay = Relay(portal, try Functions(services, engines: ["default": ScriptedEngine.echo()]), clock)
            var isSent = false
            relay.onStep = { step in
                guard step.event.type == AIReplyEvent.type, !isSent else { return }
                isSent = true
                do {
                    _ = try await portal.customerWritesEmail(
                        from: bo, subject: "Order", text: "I am waiting, too.", threadID: first.threadID)
                } catch { Issue.record(error) }
            }
            try await relay.settle()
            let answers = await portal.messages(first.threadID).filter { $0.direction == .outgoing }
            #expect(answers.map { $0.recipients.compactMap(\.deliveryValue) } == [[alex], [bo, alex]])
        }
    }
}
