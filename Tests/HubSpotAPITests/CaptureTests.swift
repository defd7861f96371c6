import Foundation
import HubSpotAPI
import RelayCore
import TestSupport
import Testing

/// Bodies as others recorded them from live portals, with other names and numbers in them.
@Suite("Recorded bodies")
struct CaptureTests {
    struct Capture: NamedCase {
        let kind: Kind
        let name: String
        let body: JSON
        let expect: JSON

        enum Kind: String {
            case thread
            case message
            case webhook
        }

        static func load(_ kind: Kind) throws -> [Capture] {
            try FixtureFile("captures", in: .module).rows(keys: ["kind", "body", "expect"]) { row in
                guard let kind = Kind(rawValue: try row.string("kind")) else {
                    throw row.members.error("kind", "must be thread, message or webhook")
                }
                return Capture(
                    kind: kind, name: try row.string("name"), body: try row.json("body"), expect: try row.json("expect"))
            }.filter { $0.kind == kind }
        }
    }

    @Test("Threads are read", arguments: try Capture.load(.thread))
    func thread(_ row: Capture) async throws {
        let thread = try await client(StubTransport([.json(row.body)])).thread("1")
        #expect(thread.id == row.expect["id"]?.string)
        #expect(thread.status.rawValue == row.body["status"]?.string)
        #expect(thread.isSpam == row.body["spam"]?.bool)
        #expect(thread.latestReceivedAt.map { Int($0.timeIntervalSince1970) } == row.expect["latestReceivedAt"]?.int)
        #expect(thread.closedAt.map { Int($0.timeIntervalSince1970) } == row.expect["closedAt"]?.int)
    }

    @Test("Messages of every type are read", arguments: try Capture.load(.message))
    func message(_ row: Capture) async throws {
        let transport = StubTransport([.json(["results": [row.body]])])
        let message = try #require(try await client(transport).messages(threadID: "1", pageLimit: 1).first)
        #expect(message.id == row.body["id"]?.string)
        #expect(message.type.rawValue == row.expect["type"]?.string)
        #expect(message.author?.text == row.expect["author"]?.string)
        #expect(message.channel.rawValue == row.expect["channel"]?.string)
        #expect(message.text == row.expect["text"]?.string)
        #expect(message.direction?.rawValue == row.expect["direction"]?.string)
    }

    @Test("Attachments are read: files with id, name and address, and the rest by type")
    func attachments() async throws {
        let body = try #require(try Capture.load(.message).first { $0.name == "a visitor's chat message" }?.body)
        let message = try await client(StubTransport([.json(body)])).message(threadID: "1", messageID: "2")
        #expect(message.attachments.map(\.type) == ["FILE", "LOCATION", "QUICK_REPLIES", "UNSUPPORTED_CONTENT"])
        #expect(message.attachmentNames == ["a.png", "attachment", "attachment", "attachment"])
        #expect(message.attachments.first?.fileID == "31")
        #expect(message.attachments.first?.url?.hasPrefix("https://f.hubspotusercontent-eu1.net/") == true)
    }

    @Test("Webhooks are read, each alone and all in one delivery")
    func webhooks() throws {
        let captures = try Capture.load(.webhook)
        for capture in captures {
            let batch = WebhookBatch([capture.body], organization: nil, portalID: "22761544")
            #expect(batch.skipped == [], "\(capture.name)")
            if let id = capture.expect["id"]?.string { #expect(batch.events.first?.id == id) }
        }
        let all = WebhookBatch(captures.map(\.body), organization: nil, portalID: "22761544")
        // The ticket's change and its generic twin are one fact.
        #expect(all.events.count == captures.count - 1)
        #expect(all.skipped.map(\.code) == [.duplicate])
    }
}
