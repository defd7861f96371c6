import Foundation
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

/// The simulator's bodies have the members and the JSON types of what HubSpot was seen, or is documented, to send.
@Suite("Bodies and HubSpot's captures")
struct CaptureTests {
    struct Capture: NamedCase {
        /// The fixture's.
        let name: String
        /// Makes the simulator say the same.
        let provoke: @Sendable (SimulatorServer, SimulatorClient) async throws -> JSON
    }

    static let captures: [Capture] = webhooks + messages + errors

    private static let webhooks: [Capture] = [
        Capture(name: "webhook-new-message") { server, _ in
            try await server.portal.customerWritesChat(text: "Hello")
            return try await last(server)
        },
        Capture(name: "webhook-deal-creation") { server, _ in
            try await server.portal.createRecord(.deal, properties: ["dealname": "Boots"])
            return try await last(server)
        },
        Capture(name: "webhook-ticket-property-change") { server, _ in
            try await edit(server)
            return try await last(server)
        },
        Capture(name: "webhook-object-property-change") { server, _ in
            server.portal.settings.subscriptions = [.objectPropertyChange]
            try await edit(server)
            return try await last(server)
        },
        Capture(name: "webhook-assigned-to") { server, _ in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            try await server.portal.assign(threadID: id, to: server.portal.settings.rep.userID)
            return try await last(server)
        },
    ]

    private static func last(_ server: SimulatorServer) async throws -> JSON {
        try #require(await server.portal.takeWebhooks().last)
    }

    private static func edit(_ server: SimulatorServer) async throws {
        let id = try await server.portal.createTicket(properties: ["subject": "A", "hs_pipeline_stage": "1"])
        try await server.portal.editTicketProperty(ticketID: id, name: "hs_ticket_priority", value: "HIGH")
    }

    private static func mail(_ server: SimulatorServer) async throws -> Written {
        try await server.portal.customerWritesEmail(
            from: "ann@customer.example", name: "Ann Other", subject: "Printer", text: "Hello", html: "<div>Hello</div>")
    }

    private static let messages: [Capture] = [
        Capture(name: "message-email-incoming") { server, client in
            let written = try await mail(server)
            return try await client.get("\(Edition.v3.threads)/\(written.threadID)/messages/\(written.messageID)").json
        },
        Capture(name: "message-agent-reply") { server, client in
            let id = try await mail(server).threadID
            let written = try await server.portal.repReplies(threadID: id, text: "Hi")
            return try await client.get("\(Edition.v3.threads)/\(id)/messages/\(written.messageID)").json
        },
        Capture(name: "message-assignment") { server, client in
            let id = try await mail(server).threadID
            try await server.portal.repReplies(threadID: id, text: "Hi")
            return try #require(try await client.get("\(Edition.v3.threads)/\(id)/messages").results.last)
        },
        Capture(name: "message-comment-by-app") { server, client in
            let id = try await mail(server).threadID
            let body: JSON = ["type": "COMMENT", "text": "For the team", "richText": "<p>For the team</p>"]
            return try await client.post("\(Edition.v3.threads)/\(id)/messages", body).json
        },
        Capture(name: "thread") { server, client in
            server.portal.settings.createsTickets = true
            let id = try await mail(server).threadID
            try await server.portal.repReplies(threadID: id, text: "Hi")
            return try await client.get("\(Edition.v3.threads)/\(id)?association=TICKET").json
        },
        Capture(name: "owner") { _, client in try await client.get("\(Edition.v3.owners)/714200102").json },
    ]

    private static let contact: JSON = ["properties": ["email": "ann@customer.example"]]

    private static let errors: [Capture] = [
        Capture(name: "error-401") { _, client in
            var client = client
            client.token = nil
            return try await client.get(Edition.v3.owners).json
        },
        Capture(name: "error-403") { server, client in
            server.portal.settings.scopes = []
            return try await client.get("\(Edition.v3.contacts)/1").json
        },
        Capture(name: "error-404") { _, client in try await client.get("\(Edition.v3.contacts)/1").json },
        Capture(name: "error-409") { _, client in
            _ = try await client.post(Edition.v3.contacts, contact)
            return try await client.post(Edition.v3.contacts, contact).json
        },
        Capture(name: "error-400-race") { server, client in
            server.portal.settings.refusesDuplicatesAsRaces = true
            _ = try await client.post(Edition.v3.contacts, contact)
            return try await client.post(Edition.v3.contacts, contact).json
        },
        Capture(name: "error-400-actors") { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            var body = DraftBodies.changed(DraftBodies.chat, "senderActorId", "V-1")
            body = DraftBodies.changed(body, "recipients", [["actorId": "A-52530099", "recipientField": "TO"]])
            return try await client.post("\(Edition.v3.threads)/\(id)/messages", body).json
        },
        Capture(name: "error-429") { server, client in
            server.portal.settings.rateLimits.daily = 0
            return try await client.get(Edition.v3.owners).json
        },
    ]

    @Test("A body has the shape of its capture", arguments: captures)
    func shape(_ capture: Capture) async throws {
        try await withSimulator { server, client in
            let said = try await capture.provoke(server, client)
            let fixture = try Self.fixture(capture.name)
            var expected = Shape.of(try #require(fixture["body"]))
            var seen = Shape.of(said)
            for name in try #require(fixture["optional"]?.array).map({ try #require($0.string) }) {
                expected[".\(name)"] = nil
                seen[".\(name)"] = nil
            }
            #expect(seen == expected)
        }
    }

    @Test("Every fixture is compared")
    func fixtures() throws {
        let files = try FileManager.default.contentsOfDirectory(at: Self.folder, includingPropertiesForKeys: nil)
        #expect(Set(files.map { $0.deletingPathExtension().lastPathComponent }) == Set(Self.captures.map(\.name)))
    }

    private static var folder: URL {
        Bundle.module.resourceURL?.appendingPathComponent("Fixtures") ?? URL(fileURLWithPath: "Fixtures")
    }

    private static func fixture(_ name: String) throws -> JSON {
        try JSON.parse(try Data(contentsOf: folder.appendingPathComponent("\(name).json")))
    }
}

/// The paths of a JSON value, and what kind of value each holds; elements of an array count as one.
enum Shape {
    static func of(_ json: JSON, at path: String = "") -> [String: String] {
        var shape = [path.isEmpty ? "." : path: json.kind]
        for (name, value) in json.object ?? [:] { shape.merge(of(value, at: "\(path).\(name)")) { first, _ in first } }
        for element in json.array ?? [] { shape.merge(of(element, at: "\(path)[]")) { first, _ in first } }
        return shape
    }
}
