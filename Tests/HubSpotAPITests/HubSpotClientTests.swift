import HubSpotAPI
import Logging
import RelayCore
import TestSupport
import Testing

@Suite("The HubSpot client")
struct HubSpotClientTests {
    static func client(_ transport: StubTransport, edition: HubSpotEdition = .v3) -> HubSpotClient {
        HubSpotClient(
            transport: transport,
            settings: .init(
                baseURL: "https://api.example.com/", edition: edition, accessTokens: [Secret("token-one"), Secret("token-two")]),
            ambient: TestClock().ambient, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    struct Case: NamedCase {
        let name: String
        let answers: [Result<HTTPAnswer, TransportError>]
        let code: ReasonCode?
        let calls: Int
        var writes = false
        var says = ""
    }

    static let scope: JSON = [
        "message": "secret words", "errors": [["context": ["requiredGranularScopes": ["conversations.read"]]]],
    ]

    static let cases = [
        Case(name: "good", answers: [StubTransport.answer(200, ["id": "m"])], code: nil, calls: 1),
        Case(name: "404", answers: [StubTransport.answer(404)], code: .notFound, calls: 1),
        Case(name: "401 of both tokens", answers: [StubTransport.answer(401)], code: .unauthorized, calls: 2),
        Case(
            name: "401 of the first token", answers: [StubTransport.answer(401), StubTransport.answer(200, ["id": "m"])],
            code: nil, calls: 2),
        Case(
            name: "403 names the scope", answers: [StubTransport.answer(403, scope)], code: .missingScope, calls: 1,
            says: "conversations.read"),
        Case(
            name: "429, then good",
            answers: [StubTransport.answer(429, headers: ["retry-after": "1"]), StubTransport.answer(200, ["id": "m"])],
            code: nil, calls: 2),
        Case(
            name: "429 for long", answers: [StubTransport.answer(429, headers: ["retry-after": "60"])], code: .rateLimited,
            calls: 1),
        Case(name: "429 for the day", answers: [StubTransport.answer(429, ["policyName": "DAILY"])], code: .dailyLimit, calls: 1),
        Case(name: "500, read", answers: [StubTransport.answer(500)], code: .unavailable, calls: 3),
        Case(name: "500, write", answers: [StubTransport.answer(500)], code: .unavailable, calls: 1, writes: true),
        Case(
            name: "refused, write", answers: [.failure(TransportError(.notSent, "refused"))], code: .connectionFailed, calls: 3,
            writes: true),
        Case(
            name: "answer lost, write", answers: [.failure(TransportError(.interrupted, "reset"))], code: .ambiguous, calls: 1,
            writes: true),
        Case(name: "answer lost, read", answers: [.failure(TransportError(.timedOut, "late"))], code: .ambiguous, calls: 3),
        Case(name: "not JSON", answers: [.success(HTTPAnswer(status: 200, body: [0x3C]))], code: .unexpectedAnswer, calls: 1),
        Case(name: "no id", answers: [StubTransport.answer(200, [:])], code: .unexpectedAnswer, calls: 1, says: "message.id"),
    ]

    @Test("Every way a call can go", arguments: cases)
    func outcomes(_ test: Case) async throws {
        let transport = StubTransport(test.answers)
        let client = Self.client(transport)
        var caught: HubSpotError?
        do throws(HubSpotError) {
            _ =
                test.writes
                ? try await client.comment(text: "customer words", richText: "", threadID: "t")
                : try await client.message(threadID: "t", messageID: "m")
        } catch {
            caught = error
        }
        #expect(caught?.reasonCode == test.code)
        #expect(transport.calls.count == test.calls)
        let text = caught?.description ?? ""
        #expect(text.contains(test.says) || test.says.isEmpty)
        for secret in ["token-one", "token-two", "customer words", "secret words"] { #expect(!text.contains(secret)) }
    }

    @Test(
        "Both editions of the paths",
        arguments: [
            (HubSpotEdition.v3, "https://api.example.com/conversations/v3/conversations/threads/a%2Fb/messages/m"),
            (.dated202609, "https://api.example.com/conversations/conversations/2026-09/threads/a%2Fb/messages/m"),
        ])
    func editions(_ edition: HubSpotEdition, _ url: String) async throws {
        let transport = StubTransport([StubTransport.answer(200, ["id": 5])])
        #expect(try await Self.client(transport, edition: edition).message(threadID: "a/b", messageID: "m").id == "5")
        #expect(transport.calls.map(\.url) == [url])
    }

    @Test("Pages are read to the end, short ones too, and a cursor that comes again ends it")
    func paging() async throws {
        func page(_ id: String, after: String?) -> Result<HTTPAnswer, TransportError> {
            var body: [String: JSON] = ["results": [["id": .string(id)]]]
            if let after { body["paging"] = ["next": ["after": .string(after)]] }
            return StubTransport.answer(200, .object(body))
        }
        let transport = StubTransport([page("1", after: "x=="), page("2", after: "y"), page("3", after: "y")])
        let messages = try await Self.client(transport).messages(threadID: "t", pageLimit: 10)
        #expect(messages.map(\.id) == ["1", "2", "3"])
        #expect(transport.calls[1].url.hasSuffix("after=x%3D%3D"))
    }

    @Test(
        "A contact that stands already is found by HubSpot's refusal",
        arguments: [
            (409, "Contact already exists. Existing ID: 12345", "12345"),
            (400, "Cannot set PropertyValueCoordinates{propertyName=email} on 1. 67890 already has that value.", "67890"),
        ])
    func contactRace(_ status: Int, _ message: String, _ id: String) async throws {
        let transport = StubTransport([StubTransport.answer(status, ["message": .string(message)])])
        let contact = try await Self.client(transport).createContact(properties: ["email": "casey@customer.example"])
        #expect(contact.id == id && contact.existed)
    }

    @Test("An e-mail is answered to its sender, with those in copy and without our mailbox")
    func recipients() throws {
        func party(_ field: String, _ address: String) -> JSON {
            ["recipientField": .string(field), "deliveryIdentifier": ["type": "HS_EMAIL_ADDRESS", "value": .string(address)]]
        }
        let incoming = try ThreadMessage(json: [
            "id": "m", "type": "MESSAGE", "direction": "INCOMING", "channelId": "1002", "channelAccountId": "4",
            "subject": "Boots",
            "senders": [["deliveryIdentifier": ["type": "HS_EMAIL_ADDRESS", "value": "casey@customer.example"]]],
            "recipients": [
                party("TO", "help@shop.example"), party("CC", "robin@reader.example"), party("CC", "Casey@customer.example"),
            ],
        ])
        let thread = try ConversationThread(json: ["id": "t"])
        let reply = try #require(
            OutgoingMessage.reply(to: thread, messages: [incoming], senderActorID: .agent(userID: "7"), text: "a", richText: "b"))
        #expect(reply.recipients.map(\.field) == ["TO", "CC"])
        #expect(reply.recipients.compactMap(\.deliveryIdentifier?.value) == ["casey@customer.example", "robin@reader.example"])
        #expect(reply.subject == "Re: Boots" && reply.senderActorID.text == "A-7")
        #expect(
            OutgoingMessage.reply(to: thread, messages: [], senderActorID: .agent(userID: "7"), text: "", richText: "") == nil)
    }
}
