import Conversations
import Crypto
import CurlTransport
import Foundation
import HubSpotSimulator
import RelayCore
import SessionStore
import Synchronization
import TestSupport
import Testing

@testable import ai_reply_post
@testable import handoff_comment
@testable import message_route
@testable import ticket_property_mirror
@testable import webhook_receive

/// Notes which token went to which address.
private final class WatchedTransport: HTTPTransport {
    private let curl = CurlTransport()
    private let seen = Mutex<[String: Set<String>]>([:])

    /// Tokens by the address's start.
    func tokens(to baseURL: String) -> Set<String> { seen.withLock { $0[baseURL] ?? [] } }

    func send(_ call: HTTPCall) async throws(TransportError) -> HTTPAnswer {
        let baseURL = call.url.split(separator: "/", maxSplits: 3).prefix(2).joined(separator: "//")
        _ = seen.withLock { $0[baseURL, default: []].insert(call.header("authorization") ?? "none") }
        return try await curl.send(call)
    }
}

@Suite("Several organizations in one deployment: nothing of one reaches the other")
struct OrganizationsTests {
    /// One tenant: a portal of its own, in which every id is the same as in the other one.
    private struct Tenant {
        let name: String
        let domain: String
        let server: SimulatorServer
        let url: String

        var portal: SimulatedPortal { server.portal }
        var token: String { portal.settings.accessToken.reveal() }
        var userID: Int { portal.settings.aiUser.userID }

        static func start(_ name: String, portalID: Int, userID: Int) async throws -> Tenant {
            let domain = "\(name).example"
            var settings = PortalSettings()
            settings.portalID = portalID
            settings.appID = portalID + 1
            settings.accessToken = Secret("token-of-\(name)")
            settings.aiUser = SimulatedUser(
                userID: userID, ownerID: userID + 1, firstName: "AI", lastName: name, email: "ai@\(domain)")
            settings.channelAccounts = settings.channelAccounts.map { account in
                account.channelID == SimulatedChannel.email
                    ? SimulatedChannelAccount(
                        id: account.id, channelID: account.channelID, name: account.name, address: "support@\(domain)") : account
            }
            let server = SimulatorServer(portal: SimulatedPortal(settings: settings))
            return Tenant(name: name, domain: domain, server: server, url: try await server.start())
        }

        func configuration(_ more: JSONObject = [:]) -> JSON {
            let own: JSONObject = [
                "HUBSPOT_API_BASE": .string(url), "HUBSPOT_ACCESS_TOKEN": ["env": .string("\(name.uppercased())_TOKEN")],
                "HUBSPOT_USER_ID": .number(JSONNumber(userID)), "CHAT_DELAY": 0, "EMAIL_DELAY": 0,
                "SIGNATURES": [["pattern": .string(domain), "html": .string("<p>Yours, \(name)</p>")]],
            ]
            return .object(own.merging(more) { $1 })
        }

        func events() async -> [RelayEvent] {
            WebhookBatch(await portal.takeWebhooks(), organization: name, portalID: nil).events
        }
    }

    private static func services(
        _ tenants: [(Tenant, JSONObject)], _ store: SQLiteStore, _ transport: any HTTPTransport
    ) throws -> FunctionServices {
        let file: JSON = [
            "defaults": ["AI_ENGINE": "articles", "ARTICLES_PATH": .string(Stage.articles)],
            "organizations": .object(JSONObject(tenants.map { ($0.0.name, $0.0.configuration($0.1)) })),
        ]
        var environment = ["RELAY_CONFIG": "organizations.json"]
        for (tenant, _) in tenants { environment["\(tenant.name.uppercased())_TOKEN"] = tenant.token }
        let configuration = try Configuration.load(
            ConfigurationKeys.all.map { KeyUse(definition: $0, isRequired: false) }, environment: environment,
            readFile: { _ in file.canonicalBytes })
        return FunctionServices(configuration: configuration, stores: store, transport: transport, ambient: .live)
    }

    /// Hands the events, and everything that follows, to the functions that take them.
    private static func play(_ events: [RelayEvent], _ services: FunctionServices) async throws -> [(RelayEvent, FunctionResult)]
    {
        let functions = try Functions(services)
        var waiting = events
        var played: [(RelayEvent, FunctionResult)] = []
        while !waiting.isEmpty, played.count < 300 {
            let event = waiting.removeFirst()
            guard functions.taker(of: event) != nil else { continue }
            var due = event
            // Nothing is waited for here.
            due.notBefore = nil
            let result = await functions.handle(due)
            played.append((event, result))
            waiting += result.events
            if result.status == .retry { waiting.append(event) }
        }
        return played
    }

    private static func run(
        _ policies: (first: JSONObject, second: JSONObject) = ([:], [:]),
        _ work: (_ acme: Tenant, _ globex: Tenant, FunctionServices, SQLiteStore, WatchedTransport) async throws -> Void
    ) async throws {
        let acme = try await Tenant.start("acme", portalID: 1001, userID: 501)
        let globex = try await Tenant.start("globex", portalID: 2002, userID: 602)
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let store = try SQLiteStore(path: folder.path("relay.sqlite"))
        let transport = WatchedTransport()
        let services = try services([(acme, policies.first), (globex, policies.second)], store, transport)
        do {
            try await work(acme, globex, services, store, transport)
        } catch {
            await acme.server.stop()
            await globex.server.stop()
            throw error
        }
        await acme.server.stop()
        await globex.server.stop()
    }

    @Test("Equal thread, message and ticket ids in both portals: each customer is answered by their own tenant alone")
    func separate() async throws {
        try await Self.run { acme, globex, services, store, transport in
            var threads: [String] = []
            for tenant in [acme, globex] {
                let written = try await tenant.portal.customerWritesEmail(
                    from: "\(tenant.name)-customer@example.com", subject: "Boots", text: "How long does shipping take?")
                threads.append(written.threadID)
            }
            #expect(threads[0] == threads[1])
            let thread = threads[0]
            // Both at once, mixed as a queue mixes them.
            let mixed = zip(await acme.events(), await globex.events()).flatMap { [$0, $1] }
            _ = try await Self.play(mixed, services)
            for (tenant, other) in [(acme, globex), (globex, acme)] {
                let messages = await tenant.portal.messages(thread)
                #expect(messages.count == 2)
                let answer = try #require(messages.last)
                #expect(answer.direction == .outgoing && answer.text.hasSuffix("Yours, \(tenant.name)"), "\(answer.text)")
                #expect(answer.senders.first?.actorID == "A-\(tenant.userID)")
                #expect(!"\(messages)".contains(other.name))
            }
            // And handed over, with tickets of equal ids, edited differently.
            for tenant in [acme, globex] {
                _ = try await tenant.portal.customerWritesEmail(
                    from: "\(tenant.name)-customer@example.com", subject: "Re: Boots", text: "I want to talk to a human please",
                    threadID: thread)
            }
            _ = try await Self.play(await acme.events() + globex.events(), services)
            var tickets: [String] = []
            for (tenant, priority) in [(acme, "HIGH"), (globex, "LOW")] {
                let ticket = try #require(await tenant.portal.thread(thread)?.ticketID)
                tickets.append(ticket)
                try await tenant.portal.editTicketProperty(ticketID: ticket, name: "hs_ticket_priority", value: priority)
            }
            #expect(tickets[0] == tickets[1])
            _ = try await Self.play(await acme.events() + globex.events(), services)

            for (tenant, other, priority) in [(acme, globex, "HIGH"), (globex, acme, "LOW")] {
                let id = SessionID.of(threadID: thread, organization: tenant.name)
                let session = try #require(try await store.store(of: tenant.name).session(id: id))
                #expect(session.contactEmail == "\(tenant.name)-customer@example.com")
                #expect(session.state == .handedOff)
                let data = try await store.store(of: tenant.name).customData(sessionID: id)
                #expect(data.first { $0.property == "hs_ticket_priority" }?.value == priority)
                #expect(try await store.store(of: tenant.name).sessionIDs(ticketID: tickets[0]) == [id])
                #expect(try await store.store(of: other.name).session(id: id) == nil)
                let timeline = try await store.store(of: tenant.name).timeline(sessionID: id, limit: 100)
                #expect(!"\(timeline)".contains(other.name))
                // No call with the other one's token, and none refused.
                #expect(transport.tokens(to: tenant.url) == ["Bearer \(tenant.token)"])
                #expect(tenant.server.calls.allSatisfy { $0.status != 401 && $0.status != 403 })
                #expect(tenant.server.calls.allSatisfy { !"\($0.body)".contains(other.name) })
            }
        }
    }

    @Test("Each policy is its own: one answers, the other drafts")
    func policies() async throws {
        try await Self.run(([:], ["ASSIST_MODE": true])) { acme, globex, services, _, _ in
            var thread = ""
            for tenant in [acme, globex] {
                thread = try await tenant.portal.customerWritesChat(
                    text: "How long does shipping take?", name: "Casey", email: "casey@customer.example"
                ).threadID
            }
            _ = try await Self.play(await acme.events() + globex.events(), services)
            #expect(await acme.portal.messages(thread).count == 2)
            #expect(await acme.portal.comments(thread).isEmpty)
            #expect(await globex.portal.messages(thread).count == 1)
            #expect(await globex.portal.comments(thread).count == 1)
        }
    }

    @Test("An event of another portal is refused, by every function, whether the portal is configured or learnt")
    func wrongPortal() async throws {
        try await Self.run((["HUBSPOT_PORTAL_ID": 1001], [:])) { acme, globex, services, store, _ in
            for (tenant, other) in [(acme, globex), (globex, acme)] {
                let thread = try await other.portal.customerWritesChat(text: "Hello", name: "Casey", email: nil).threadID
                let ticket = try await other.portal.createTicket(properties: ["subject": "x", "hs_pipeline_stage": "1"])
                // What the other portal tells, delivered to this one's address.
                let strayed = WebhookBatch(await other.portal.takeWebhooks(), organization: tenant.name, portalID: nil).events
                #expect(
                    strayed.contains { $0.type == HubSpotEvent.newMessage } && strayed.contains { $0.type.contains("ticket") })
                let played = try await Self.play(strayed, services)
                #expect(!played.isEmpty && played.allSatisfy { $0.1.code == .wrongPortal }, "\(played.map(\.1.line))")
                #expect(tenant.server.calls.allSatisfy { $0.operation == .tokenInfo })
                let id = SessionID.of(threadID: thread, organization: tenant.name)
                #expect(try await store.store(of: tenant.name).session(id: id) == nil)
                #expect(try await store.store(of: tenant.name).ticketProperties(ticketID: ticket).isEmpty)
            }
        }
    }

    @Test("Deleting one tenant's customer leaves the other's of the same thread alone")
    func deletion() async throws {
        try await Self.run { acme, globex, services, store, _ in
            var thread = ""
            for tenant in [acme, globex] {
                thread = try await tenant.portal.customerWritesChat(text: "Hello", name: "Casey", email: "casey@customer.example")
                    .threadID
            }
            _ = try await Self.play(await acme.events() + globex.events(), services)
            let delete = RelayEvent(
                id: "1", source: "/t", type: SessionDeleteEvent.type, data: ["email": "casey@customer.example"],
                organization: "acme")
            let result = try await Functions(services).handle(delete, Stage.context)
            #expect(result.data["deleted"]?["sessions"] == 1)
            for (name, isLeft) in [("acme", false), ("globex", true)] {
                let id = SessionID.of(threadID: thread, organization: name)
                #expect((try await store.store(of: name).session(id: id) != nil) == isLeft)
                #expect(try await store.store(of: name).timeline(sessionID: id, limit: 9).isEmpty == !isLeft)
            }
        }
    }

    struct Delivery: NamedCase {
        let name: String
        let organization: String
        /// Whose token stands in the address, and whose secret signs.
        let token: String
        let secret: String
        /// Whose portal it tells of.
        let portal: Int
        let code: String?
    }

    @Test(
        "A delivery is taken at its own address, with its own signature, of its own portal",
        arguments: [
            Delivery(name: "its own", organization: "acme", token: "acme", secret: "acme", portal: 1001, code: nil),
            Delivery(
                name: "signed by the other", organization: "acme", token: "acme", secret: "globex", portal: 1001,
                code: "bad-signature"),
            Delivery(
                name: "the other's address token", organization: "acme", token: "globex", secret: "acme", portal: 1001,
                code: "bad-token"),
            Delivery(
                name: "the other's portal", organization: "acme", token: "acme", secret: "acme", portal: 2002,
                code: "wrong-portal"),
            Delivery(
                name: "the other's portal, and none is configured: left to the functions behind", organization: "globex",
                token: "globex", secret: "globex", portal: 1001, code: nil),
        ])
    func received(_ delivery: Delivery) throws {
        let file: JSON = [
            "organizations": [
                "acme": ["HUBSPOT_CLIENT_SECRET": "secret-of-acme", "HUBSPOT_PORTAL_ID": 1001],
                "globex": ["HUBSPOT_CLIENT_SECRET": "secret-of-globex"],
            ]
        ]
        let configuration = try Configuration.load(
            WebhookReceive.description.configuration,
            environment: ["RELAY_CONFIG": "organizations.json", "WEBHOOK_URL_KEY": "example-url-key-0001"],
            readFile: { _ in file.canonicalBytes })
        let now = Date()
        let token = WebhookToken.token(organization: delivery.token, key: Secret("example-url-key-0001"))
        let path = "/webhooks/hubspot/\(delivery.organization)/\(token)"
        let url = "https://relay.example.com\(path)"
        let body = JSON.array([
            [
                "subscriptionType": "conversation.newMessage", "portalId": .number(JSONNumber(delivery.portal)), "objectId": 5,
                "occurredAt": 1_790_000_000_000, "messageId": "m",
            ]
        ]).canonical
        let timestamp = String(Timestamp.milliseconds(now))
        let signature = HMAC<SHA256>.authenticationCode(
            for: Data("POST\(url)\(body)\(timestamp)".utf8),
            using: SymmetricKey(data: Data("secret-of-\(delivery.secret)".utf8)))
        let event = RelayEvent(
            id: "1", source: "/host/http", type: HTTPRequestEvent.type,
            data: [
                "method": "POST", "url": .string(url), "path": .string(path), "body": .string(body),
                "headers": [
                    "X-HubSpot-Signature-v3": .string(Data(signature).base64EncodedString()),
                    "X-HubSpot-Request-Timestamp": .string(timestamp),
                ],
            ])
        let result = try WebhookReceive(configuration: configuration, now: { now }).handle(event, Stage.context)
        let code = result.code?.rawValue ?? result.data["skipped"]?.array?.first?["code"]?.string
        #expect(code == delivery.code, "\(result.line)")
        #expect(result.events.map(\.organization) == (delivery.code == nil ? [delivery.organization] : []))
    }

    @Test("An organization that is not configured is an error, and so is none where several are")
    func unknown() async throws {
        try await Self.run { _, _, services, _, _ in
            for name in ["initech", nil] {
                let event = RelayEvent(
                    id: "x", source: "/t", type: HubSpotEvent.newMessage, data: ["objectId": 1, "messageId": "m"],
                    organization: name
                )
                let result = try await Functions(services).handle(event, Stage.context)
                #expect(result.code == .unknownOrganization)
            }
        }
    }
}
