import HubSpotSimulator
import Logging
import RelayCore
import Synchronization
import TestSupport
import Testing

@Suite("Webhooks that are disturbed")
struct WebhookDisturbanceTests {
    private static func events(_ portal: SimulatedPortal) async -> [String] {
        await portal.takeWebhooks().compactMap { $0["subscriptionType"]?.string }
    }

    @Test("Events can be dropped and doubled")
    func dropped() async throws {
        let portal = SimulatedPortal(ambient: TestClock().ambient)
        portal.disturbWebhooks(.drop, .conversationNewMessage)
        portal.disturbWebhooks(.duplicate, times: 2)
        let id = try await portal.customerWritesChat(text: "1").threadID
        #expect(await Self.events(portal) == ["conversation.creation", "conversation.creation"])
        try await portal.customerWritesChat(text: "2", threadID: id)
        let twice = await portal.takeWebhooks()
        #expect(twice.count == 2)
        #expect(twice.first == twice.last)
        try await portal.customerWritesChat(text: "3", threadID: id)
        #expect(await Self.events(portal) == ["conversation.newMessage"])
    }

    @Test("Events that were held can go out in another order")
    func held() async throws {
        let transport = NotingTransport()
        let portal = SimulatedPortal(ambient: TestClock().ambient)
        let sender = Self.sender(portal, transport)
        portal.holdWebhooks()
        await sender.start()
        for number in 1...6 { await portal.sendWebhook(["eventId": .number(JSONNumber(number))]) }
        #expect(portal.waitingWebhooks == 6)
        #expect(await sender.deliveries.isEmpty)
        portal.releaseWebhooks(shuffled: true)
        #expect(await sender.waitUntilDelivered(within: Hang.seconds))
        await sender.stop()
        let ids = transport.sent.flatMap(\.self).compactMap { $0["eventId"]?.int }
        #expect(ids.sorted() == Array(1...6))
        #expect(ids != Array(1...6))
    }

    @Test("Events can be throttled")
    func throttled() async throws {
        let clock = TestClock()
        let transport = NotingTransport()
        let portal = SimulatedPortal(ambient: clock.ambient)
        var settings = WebhookSettings()
        settings.eventsPerSecond = 2
        for number in 1...6 { await portal.sendWebhook(["eventId": .number(JSONNumber(number))]) }
        let sender = Self.sender(portal, transport, settings)
        await sender.start()
        #expect(await sender.waitUntilDelivered(within: Hang.seconds))
        await sender.stop()
        #expect(transport.sent.map(\.count) == [2, 2, 2])
        #expect(clock.slept.reduce(0, +) == 2)
    }

    @Test("The next attempt comes when time is moved")
    func movedTime() async throws {
        let transport = NotingTransport(statuses: [500])
        // The machine's time: nobody could wait for the first new attempt, which comes after a minute.
        let portal = SimulatedPortal()
        let sender = Self.sender(portal, transport)
        await portal.sendWebhook(["eventId": 1])
        await sender.start()
        #expect(await sender.waitUntilDelivered(within: 0.05) == false)
        let deadline = ContinuousClock.now + .seconds(Hang.seconds)
        while transport.sent.count < 2, ContinuousClock.now < deadline {
            await portal.advanceTime(60)
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(await sender.waitUntilDelivered(within: Hang.seconds))
        await sender.stop()
        #expect(transport.sent.map { $0.first?["attemptNumber"]?.int } == [nil, 1])
    }

    private static func sender(
        _ portal: SimulatedPortal, _ transport: any HTTPTransport, _ settings: WebhookSettings = WebhookSettings()
    ) -> WebhookSender {
        WebhookSender(
            portal: portal, targetURL: "http://127.0.0.1/hook", clientSecret: Secret("test-client-secret"), transport: transport,
            settings: settings, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }
}

/// Notes what is sent, and answers what it is told to; 200 when that is used up.
private final class NotingTransport: HTTPTransport {
    private struct State {
        var sent: [[JSON]] = []
        var statuses: [Int]
    }

    private let state: Mutex<State>

    init(statuses: [Int] = []) { state = Mutex(State(statuses: statuses)) }

    var sent: [[JSON]] { state.withLock { $0.sent } }

    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        let events = (try? JSON.parse(call.body ?? []))?.array ?? []
        return state.withLock { state in
            state.sent.append(events)
            return HTTPAnswer(status: state.statuses.isEmpty ? 200 : state.statuses.removeFirst())
        }
    }
}
