import Foundation
import HubSpotAPI
import RelayCore
import TestSupport
import Testing

@Suite("Answers of HubSpot")
struct DecodingTests {
    @Test("A thread is read with ids as numbers or strings, and unknown fields and values")
    func thread() async throws {
        let thread = try await client(StubTransport([.json(try fixture("thread"))])).thread("8100200300")
        #expect(thread.id == "8100200300")
        #expect(thread.status == ThreadStatus("SOMETHING_NEW"))
        #expect(thread.inboxID == "4411")
        #expect(thread.assignedTo == .agent(userID: "77001"))
        #expect(thread.associatedContactID == "552100")
        #expect(thread.originalChannelID == "1002")
        #expect(thread.originalChannelAccountID == "31415")
        #expect(thread.ticketID == "12345678901234")
        #expect(thread.isArchived && !thread.isSpam)
    }

    @Test("An e-mail that came in is read")
    func email() async throws {
        let transport = StubTransport([.json(try fixture("email-message"))])
        let message = try await client(transport).message(threadID: "1", messageID: "f0e1-77")
        #expect(message.id == "f0e1-77")
        #expect(message.createdAt == Timestamp.parse("2026-03-02T08:15:00.120Z"))
        #expect(message.author == ActorID("V-552100"))
        #expect(message.senderAddress == "casey@example.com")
        #expect(message.recipients.map(\.emailAddress) == ["help@shop.example", "robin@example.com"])
        #expect(message.recipients.map(\.field) == [.to, .cc])
        #expect(message.text == "Where is my order?")
        #expect(message.subject == "My order")
        #expect(message.direction == .incoming)
        #expect(message.channel == .email)
        #expect(message.channelAccountID == "31415")
        #expect(message.deliveryStatus == .received)
        #expect(message.attachmentNames == ["receipt.pdf", "attachment"])
        #expect(message.integrationAppID == nil)
    }

    @Test("A sent message that HubSpot could not deliver says so")
    func sent() async throws {
        let message = try await client(StubTransport([.json(try fixture("sent-message"), status: 201)]))
            .comment(text: "", richText: "", threadID: "1")
        #expect(message.id == "660077")
        #expect(message.integrationAppID == "98765")
        #expect(message.deliveryStatus == .failed)
        #expect(message.failureMessage == "mailbox full")
    }

    @Test("The original content of a message is read")
    func originalContent() async throws {
        let content = try await client(StubTransport([.json(["text": "all of it", "richText": "<p>all of it</p>"])]))
            .originalContent(threadID: "1", messageID: "m")
        #expect(content.text == "all of it")
        #expect(content.richText == "<p>all of it</p>")
    }

    @Test("Pipelines are read with their stages, and a label may be missing")
    func pipelines() async throws {
        let pipelines = try await client(StubTransport([.json(try fixture("pipelines"))])).ticketPipelines()
        #expect(pipelines.map(\.id) == ["0", "700100"])
        #expect(pipelines.map(\.label) == ["Support", "700100"])
        #expect(pipelines.map { $0.stages.map(\.id) } == [["1", "4"], ["700101"]])
        #expect(pipelines.first?.stages.map(\.label) == ["New", "Closed"])
    }

    @Test("A ticket property is read with its options")
    func ticketProperty() async throws {
        let property = try await client(StubTransport([.json(try fixture("ticket-property"))])).ticketProperty(
            "hs_ticket_priority")
        #expect(property.label == "Priority")
        #expect(property.type == "enumeration")
        #expect(property.options.map(\.value) == ["HIGH", "LOW"])
        #expect(property.options.map(\.label) == ["High", "LOW"])
    }

    @Test("Properties of a ticket are text, whatever they came as")
    func ticket() async throws {
        let json: JSON = ["id": 70, "properties": ["subject": "Help", "count": 3, "flag": true, "cleared": nil]]
        let ticket = try await client(StubTransport([.json(json)])).ticket(id: "70", properties: ["subject"])
        #expect(ticket.id == "70")
        #expect(ticket.properties == ["subject": "Help", "count": "3", "flag": "true"])
    }

    @Test("An owner is read with ids and name")
    func owner() async throws {
        let json: JSON = ["id": "4", "userId": 77001, "email": "sam@shop.example", "firstName": "Sam", "lastName": ""]
        let owner = try #require(try await client(StubTransport([.json(json)])).owner(id: "4"))
        #expect(owner.id == "4")
        #expect(owner.userID == "77001")
        #expect(owner.name == "Sam")
    }

    @Test("A token tells its portal, app and scopes")
    func tokenInfo() async throws {
        let json: JSON = ["userId": 1, "hubId": 2_200_111, "appId": 98765, "scopes": ["tickets", "conversations.read"]]
        let info = try await client(StubTransport([.json(json)])).tokenInfo()
        #expect(info.portalID == "2200111")
        #expect(info.appID == "98765")
        #expect(info.scopes == ["tickets", "conversations.read"])
    }

    struct Unusable: NamedCase {
        let name: String
        let body: String
        let detail: String
    }

    @Test(
        "An answer that is not as documented is an error that names what is wrong",
        arguments: [
            Unusable(name: "no id", body: #"{"status":"OPEN"}"#, detail: "thread.id is missing"),
            Unusable(name: "a list", body: "[]", detail: "thread must be an object, not an array"),
        ])
    func unusable(_ row: Unusable) async throws {
        let transport = StubTransport([.success(HTTPAnswer(status: 200, body: Array(row.body.utf8)))])
        let error = try await failure { () throws(HubSpotError) in try await client(transport).thread("1") }
        #expect(error.category == .unexpectedAnswer)
        #expect(error.detail == row.detail)
        #expect(error.result.status == .failed)
        #expect(error.mayHaveActed)
    }
}
