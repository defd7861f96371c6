import CurlTransport
import Logging
import RelayCore
import Synchronization
import TestSupport
import Testing

@testable import HubSpotSimulator

@Suite("The sender of webhooks")
struct WebhookSenderTests {
    private static let secret = Secret("test-client-secret")

    /// A receiver on a busy machine may take longer than HubSpot's five seconds: that is no refusal here.
    private static var patient: WebhookSettings {
        var settings = WebhookSettings()
        settings.timeout = Hang.seconds
        return settings
    }

    private static func sender(
        _ portal: SimulatedPortal, _ url: String?, _ clock: TestClock, settings: WebhookSettings = patient,
        transport: any HTTPTransport = CurlTransport()
    ) -> WebhookSender {
        WebhookSender(
            portal: portal, targetURL: url, clientSecret: secret, transport: transport, settings: settings,
            ambient: clock.ambient, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    @Test("Batches are signed and hold a hundred events at most")
    func batches() async throws {
        let clock = TestClock()
        let portal = SimulatedPortal(ambient: clock.ambient)
        let id = try await portal.customerWritesChat(text: "0").threadID
        for number in 1..<149 { try await portal.customerWritesChat(text: "\(number)", threadID: id) }
        let receiver = WebhookReceiver()
        try await receiver.run { url in
            let sender = Self.sender(portal, url, clock)
            await sender.start()
            #expect(await sender.waitUntilDelivered(within: Hang.seconds))
            await sender.stop()
            #expect(receiver.received.map { $0.events.count }.sorted() == [50, 100])
            #expect(Set(receiver.events.map { $0["eventId"] }).count == 150)
            for request in receiver.received {
                #expect(request.headers["content-type"] == "application/json")
                #expect(request.headers["x-hubspot-signature-version"] == "v1")
                #expect(request.headers["x-hubspot-signature"] == WebhookSigner.v1(secret: Self.secret, body: request.body))
                let timestamp = try #require(request.headers["x-hubspot-request-timestamp"])
                #expect(timestamp == "1790000000000")
                let expected = WebhookSigner.v3(
                    secret: Self.secret, method: "POST", url: url, body: request.body, timestamp: timestamp)
                #expect(request.headers["x-hubspot-signature-v3"] == expected)
            }
        }
    }

    @Test("Without a target events wait; once it is named they are sent")
    func target() async throws {
        let clock = TestClock()
        let portal = SimulatedPortal(ambient: clock.ambient)
        try await portal.customerWritesChat(text: "Hello")
        let receiver = WebhookReceiver()
        try await receiver.run { url in
            let sender = Self.sender(portal, nil, clock)
            await sender.start()
            let waiting = portal.waitingWebhooks
            #expect(waiting > 0 && receiver.received.isEmpty)
            await sender.send(to: url)
            #expect(await sender.waitUntilDelivered(within: Hang.seconds))
            await sender.stop()
            #expect(receiver.events.count == waiting)
        }
    }

    @Test("What the app writes comes back to it")
    func echo() async throws {
        try await withSimulator { server, client in
            let receiver = WebhookReceiver()
            try await receiver.run { url in
                let sender = Self.sender(server.portal, url, TestClock())
                await sender.start()
                let id = try await server.portal.customerWritesChat(text: "Hello").threadID
                let sent = try await client.post("\(Edition.v3.threads)/\(id)/messages", DraftBodies.chat)
                #expect(await sender.waitUntilDelivered(within: Hang.seconds))
                await sender.stop()
                #expect(receiver.events.contains { $0["messageId"] == sent.json["id"] })
            }
        }
    }

    @Test("A refused batch is sent again, with the next attempt number")
    func refused() async throws {
        let clock = TestClock()
        let portal = SimulatedPortal(ambient: clock.ambient)
        await portal.sendWebhook(["eventId": 1, "attemptNumber": 0])
        let receiver = WebhookReceiver(statuses: [503, 404])
        try await receiver.run { url in
            let sender = Self.sender(portal, url, clock)
            await sender.start()
            #expect(await sender.waitUntilDelivered(within: Hang.seconds))
            await sender.stop()
            #expect(receiver.events.map { $0["attemptNumber"]?.int } == [0, 1, 2])
            #expect(Set(receiver.events.map { $0["eventId"] }) == [1])
            #expect(await sender.deliveries.map(\.status) == [503, 404, 200])
            #expect(await sender.abandoned == 0)
            #expect(clock.slept == [60, 300])
            // Signed anew each time.
            #expect(
                receiver.received.map { $0.headers["x-hubspot-request-timestamp"] } == [
                    "1790000000000", "1790000060000", "1790000360000",
                ])
        }
    }

    @Test("An event is given up after ten more attempts")
    func givenUp() async throws {
        let clock = TestClock()
        let portal = SimulatedPortal(ambient: clock.ambient)
        await portal.sendWebhook(["eventId": 1])
        let sender = Self.sender(portal, "http://127.0.0.1/hook", clock, transport: SilentTransport())
        await sender.start()
        #expect(await sender.waitUntilDelivered(within: Hang.seconds))
        await sender.stop()
        #expect(await sender.deliveries.map(\.attempt) == Array(0...10))
        #expect(await sender.deliveries.allSatisfy { $0.status == nil })
        #expect(await sender.abandoned == 1)
    }

    @Test("A reset forgets what was sent and what waits to be sent again")
    func reset() async throws {
        // The machine's time: the next attempt, a minute later, does not come before time is moved.
        let portal = SimulatedPortal()
        let receiver = WebhookReceiver(statuses: [503])
        try await receiver.run { url in
            let sender = WebhookSender(
                portal: portal, targetURL: url, clientSecret: Self.secret, transport: CurlTransport(),
                logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
            let server = SimulatorServer(portal: portal, webhooks: sender)
            let client = SimulatorClient(baseURL: try await server.start())
            await sender.start()
            await portal.sendWebhook(["eventId": 1])
            let deadline = ContinuousClock.now + .seconds(Hang.seconds)
            while await sender.waitingEvents == 0, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(5)) }
            #expect(try await client.control("GET", "/webhooks", "").json["waiting"] == 1)
            #expect(try await client.control("GET", "", "").json["waitingWebhooks"] == 1)
            let token = portal.settings.accessToken.reveal()
            _ = try await client.control("POST", "/tokens/revoke", #"{"token":"\#(token)"}"#)
            #expect(try await client.get(Edition.v3.owners).status == 401)
            #expect(await sender.waitUntilDelivered(within: 0.05) == false)

            _ = try await client.control("POST", "/reset", "")
            let after = try await client.control("GET", "/webhooks", "").json
            #expect(after["waiting"] == 0)
            #expect(after["deliveries"] == [])
            #expect(try await client.get(Edition.v3.owners).status == 200)
            #expect(await sender.waitUntilDelivered(within: Hang.seconds))
            await portal.advanceTime(3600)
            await portal.sendWebhook(["eventId": 3])
            #expect(await sender.waitUntilDelivered(within: Hang.seconds))
            #expect(receiver.events.map { $0["eventId"] } == [1, 3])
            #expect(await sender.deliveries.map(\.payload) == [[["eventId": 3]]])
            await sender.stop()
            await server.stop()
        }
    }

    @Test("No more requests are under way than allowed")
    func concurrency() async throws {
        let portal = SimulatedPortal(ambient: TestClock().ambient)
        for number in 0..<30 { await portal.sendWebhook(["eventId": .number(JSONNumber(number))]) }
        var settings = WebhookSettings()
        settings.batchLimit = 1
        settings.concurrency = 3
        let transport = CountingTransport()
        let sender = Self.sender(portal, "http://127.0.0.1/hook", TestClock(), settings: settings, transport: transport)
        await sender.start()
        #expect(await sender.waitUntilDelivered(within: Hang.seconds))
        await sender.stop()
        #expect(await sender.deliveries.count == 30)
        #expect(transport.most == 3)
    }

    @Test("Signatures can be left out")
    func unsigned() async throws {
        let portal = SimulatedPortal(ambient: TestClock().ambient)
        await portal.sendWebhook(["eventId": 1])
        var settings = WebhookSettings()
        settings.sendsV1 = false
        settings.sendsV3 = false
        let receiver = WebhookReceiver()
        try await receiver.run { url in
            let sender = Self.sender(portal, url, TestClock(), settings: settings)
            await sender.start()
            #expect(await sender.waitUntilDelivered(within: Hang.seconds))
            await sender.stop()
            let headers = try #require(receiver.received.first).headers
            #expect(!headers.keys.contains { $0.contains("signature") || $0.contains("timestamp") })
        }
    }

    @Test("Waiting for delivery ends at its deadline")
    func deadline() async throws {
        let portal = SimulatedPortal(ambient: TestClock().ambient)
        await portal.sendWebhook(["eventId": 1])
        let sender = Self.sender(portal, "http://127.0.0.1/hook", TestClock())
        #expect(await sender.waitUntilDelivered(within: 0.02) == false)
    }
}

/// Never answers.
private struct SilentTransport: HTTPTransport {
    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer { throw TransportError(.timedOut, "no answer") }
}

/// Counts the requests that are under way at once; each ends only after others had the chance to begin.
private final class CountingTransport: HTTPTransport {
    private struct State {
        var now = 0
        var most = 0
    }

    private let state = Mutex(State())

    var most: Int { state.withLock { $0.most } }

    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        state.withLock { state in
            state.now += 1
            state.most = max(state.most, state.now)
        }
        for _ in 0..<1000 { await Task.yield() }
        state.withLock { $0.now -= 1 }
        return HTTPAnswer(status: 200)
    }
}
