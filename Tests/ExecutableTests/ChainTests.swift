import Foundation
import HubSpotSimulator
import Logging
import RelayCore
import Synchronization
import TestSupport
import Testing

/// The way of an event through the built functions: each is started for one event and ends, and what it emits goes to the
/// functions that take it, as an event platform does it.
@Suite("A conversation, one process for each event", .timeLimit(.minutes(5)))
struct ChainTests {
    private struct Step: Equatable, CustomStringConvertible {
        let function: String
        let result: FunctionResult
        var description: String { "\(function): \(result.status) \(result.code?.rawValue ?? "")" }
    }

    /// Functions by what they take.
    private static func taker(of type: String) -> String? {
        switch type {
        case "hubspot.conversation.newMessage": "message-route"
        case "conversation.turn": "ai-turn"
        case "ai.reply", "reply.check": "ai-reply-post"
        case "ai.handoff": "handoff-comment"
        case "hubspot.ticket.propertyChange": "ticket-property-mirror"
        default: nil
        }
    }

    private static let urlKey = "example-url-key"
    private static let secret = "example-client-secret"

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func environment(_ portal: PortalSettings, _ url: String) -> [String: String] {
        [
            "STORE_URL": "sqlite:\(folder.path("relay.sqlite"))", "HUBSPOT_API_BASE": url,
            "HUBSPOT_ACCESS_TOKEN": portal.accessToken.reveal(), "HUBSPOT_USER_ID": "\(portal.aiUser.userID)",
            "HUBSPOT_CLIENT_SECRET": Self.secret, "WEBHOOK_URL_KEY": Self.urlKey, "CHAT_DELAY": "0", "EMAIL_DELAY": "0",
            "REPLY_CHECK_DELAY": "0", "ARTICLES_PATH": "functions/ai-turn/articles", "TICKET_WAIT": "0",
            "HANDOFF_USER_ID": "\(portal.rep.userID)",
            "SIGNATURES": #"[{"pattern":"shop.example","html":"<p>Shop</p>"}]"#,
        ]
    }

    /// Hands the simulator's webhooks to webhook-receive, and everything that is emitted on, until nothing is left.
    private func play(_ portal: SimulatedPortal, _ environment: [String: String]) async throws -> [Step] {
        let path = WebhookToken.path(organization: "default", key: Secret(Self.urlKey))
        let receiver = Recorder()
        let sender = WebhookSender(
            portal: portal, targetURL: "https://relay.example.com\(path)", clientSecret: Secret(Self.secret),
            transport: receiver, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        await sender.start()
        #expect(await sender.waitUntilDelivered(within: 60))
        await sender.stop()
        var waiting: [(String, RelayEvent)] = receiver.calls.map { call in
            let headers = Dictionary(call.headers.map { ($0.name, JSON.string($0.value)) }, uniquingKeysWith: { $1 })
            let event = RelayEvent(
                id: UUID().uuidString, source: "/test/http", type: "http.request",
                data: [
                    "method": .string(call.method), "url": .string(call.url), "path": .string(path),
                    "headers": .object(headers), "body": .string(String(decoding: call.body ?? [], as: UTF8.self)),
                ])
            return ("webhook-receive", event)
        }
        var steps: [Step] = []
        while !waiting.isEmpty {
            let (function, event) = waiting.removeFirst()
            let run = try await Executable.run(function, input: event.json.canonicalBytes, environment: environment)
            let result = try #require(run.results.first ?? nil, "\(run.errors)")
            #expect(run.output == Array((result.line + "\n").utf8))
            steps.append(Step(function: function, result: result))
            waiting += result.events.compactMap { event in Self.taker(of: event.type).map { ($0, event) } }
            // HubSpot's clock and ours are the same here, and a turn can come a moment before its time.
            if result.status == .retry, result.code?.isWait == true { waiting.append((function, event)) }
        }
        return steps
    }

    @Test("An e-mail is answered with its signature; then handed over; then its ticket is mirrored")
    func conversation() async throws {
        let simulator = SimulatorServer(portal: SimulatedPortal())
        let portal = simulator.portal
        let environment = environment(portal.settings, try await simulator.start())

        let thread = try await portal.customerWritesEmail(
            from: "casey@customer.example", subject: "Boots", text: "How long does shipping take?"
        ).threadID
        _ = try await play(portal, environment)
        let answer = try #require(await portal.messages(thread).last)
        #expect(answer.direction == .outgoing)
        #expect(answer.text.hasSuffix("-- \nShop"))
        // What HubSpot tells of our own message.
        let own = try await play(portal, environment)
        #expect(own.contains { $0.result.code == .ownMessage })
        #expect(await portal.messages(thread).count == 2)

        try await portal.customerWritesEmail(
            from: "casey@customer.example", subject: "Re: Boots", text: "I want to talk to a human please", threadID: thread)
        let handed = try #require(try await play(portal, environment).last { $0.function == "handoff-comment" })
        #expect(handed.result.status == .done, "\(handed.result.line)")
        #expect(await portal.comments(thread).count == 1)
        let ticket = try #require(await portal.thread(thread)?.ticketID)
        _ = try await play(portal, environment)

        try await portal.editTicketProperty(ticketID: ticket, name: "hs_ticket_priority", value: "HIGH")
        let mirrored = try await play(portal, environment).filter { $0.function == "ticket-property-mirror" }
        #expect(mirrored.contains { $0.result.status == .done && $0.result.data["label"]?.string == "High" })
        await simulator.stop()
    }
}

/// Takes webhooks without a server.
private final class Recorder: HTTPTransport {
    private let taken = Mutex<[HTTPCall]>([])

    var calls: [HTTPCall] { taken.withLock { $0 } }

    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        taken.withLock { $0.append(call) }
        return HTTPAnswer(status: 200)
    }
}
