import Conversations
import FoundationEssentials
import HubSpotSimulator
import RelayCore
import Synchronization
import TestSupport
import Testing

@testable import ai_reply_post
@testable import handoff_comment

@Suite("Delivered to several workers at once")
struct ConcurrencyTests {
    private final class Working: Sendable {
        let count = Mutex(0)
    }

    /// Delivers an event four times at once, twice as it is and twice as deliberate repeats, and then each again until it is
    /// done.
    /// - Parameter name: The id of a repeat.
    private static func storm(
        _ event: RelayEvent, to make: @Sendable (FunctionServices) throws -> Functions, _ stage: Stage,
        repeats name: (_ id: String, _ number: Int) -> String = { RepeatedEvent.id(of: $0, unique: "\($1)") }
    ) async throws -> [FunctionResult] {
        let clock = TestClock(now: Date())
        let working = Working()
        let functions = try (0..<4).map { _ in try make(stage.services(clock.ambient)) }
        return await withTaskGroup(of: FunctionResult.self) { group in
            for (number, function) in functions.enumerated() {
                var delivery = event
                if number > 1 {
                    delivery.id = name(event.id, number)
                    delivery.causationID = event.id
                }
                group.addTask { [delivery] in await patiently(delivery, function, stage, clock, working) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// Delivers again while the function has to wait for another worker, which takes real time. The clock moves only while
    /// nobody works: a request ends within its time, however slow the machine is.
    private static func patiently(
        _ event: RelayEvent, _ function: Functions, _ stage: Stage, _ clock: TestClock, _ working: Working
    ) async -> FunctionResult {
        let end = ContinuousClock.now + .seconds(Hang.seconds)
        while true {
            working.count.withLock { $0 += 1 }
            let result = await stage.handle(function, event)
            working.count.withLock { count in
                count -= 1
                if count == 0, result.status == .retry { clock.advance(Double(result.retryAfterSeconds ?? 1)) }
            }
            if result.status != .retry || ContinuousClock.now > end { return result }
            try? await Task.sleep(for: .milliseconds(2))
        }
    }

    @Test("A reply: one message", arguments: StoreUnderTest.all)
    func reply(_ engine: StoreUnderTest) async throws {
        try await Stage.run(over: engine) { stage in
            let thread = try await stage.chat("How long does shipping take?")
            let results = try await Self.storm(try await stage.turn(on: thread), to: { try Functions($0) }, stage)
            #expect(results.allSatisfy { $0.status == .done })
            let answers = await stage.portal.messages(thread).filter { $0.direction == .outgoing }
            #expect(answers.count == 1)
            #expect(Set(results.compactMap { $0.data["messageId"]?.string }) == [answers.first?.id])
        }
    }

    @Test("A handoff: one of each thing", arguments: StoreUnderTest.all)
    func handoff(_ engine: StoreUnderTest) async throws {
        var settings = PortalSettings()
        settings.createsContacts = false
        try await Stage.run([:], settings, over: engine) { stage in
            let thread = try await stage.portal.customerWritesEmail(
                from: "casey@customer.example", name: "Casey Customer", subject: "Boots", text: "I want to talk to a human please"
            ).threadID
            let handoff = try await stage.turn(on: thread)
            let results = try await Self.storm(handoff, to: { try Functions($0) }, stage)
            #expect(results.allSatisfy { $0.status == .done })
            #expect(await stage.portal.messages(thread).count == 2, "\(results.map(\.line))")
            #expect(await stage.portal.allContacts.count == 1)
            #expect(await stage.portal.allTickets.count == 1)
            #expect(await stage.portal.comments(thread).count == 1)
        }
    }

    @Test("A person's reply from the AI side goes out under that person's user, whoever owns the thread")
    func rep() async throws {
        try await Stage.run { stage in
            let rep = stage.portal.settings.rep
            let thread = try await stage.chat("Hello")
            try await stage.portal.assign(threadID: thread, to: rep.userID)
            let reply = Stage.event(
                AIReplyEvent.type,
                ["threadId": .string(thread), "text": "This is Bo.", "senderUserId": .string("A-\(rep.userID)")], id: "rep-1")
            let results = try await Self.storm(reply, to: { try Functions($0) }, stage) { "\($0):\($1)" }
            let answers = await stage.portal.messages(thread).filter { $0.direction == .outgoing }
            // Two deliveries are one reply; one under another id is another one, since it answers no message.
            #expect(answers.count == 3)
            #expect(answers.allSatisfy { $0.createdBy == rep.actorID && $0.text == "This is Bo." })
            #expect(results.allSatisfy { $0.status == .done })
        }
    }
}
