import HubSpotAPI
import RelayCore
import TestSupport
import Testing

@Suite("The answer to a thread")
struct ReplyTests {
    struct Case: NamedCase {
        let name: String
        let json: JSON

        static func load() throws -> [Case] {
            try #require(try fixture("replies").array).map { Case(name: $0["name"]?.string ?? "", json: $0) }
        }
    }

    @Test("Goes back where the newest message came from", arguments: try Case.load())
    func reply(_ row: Case) async throws {
        let reply = OutgoingMessage.reply(
            to: try #require(row.json["messages"]?.array).map { try ThreadMessage(json: $0) },
            senderActorID: .agent(userID: "77"), text: "Hello", richText: "<p>Hello</p>",
            ownAddresses: Set((row.json["ownAddresses"]?.array ?? []).compactMap(\.string)))
        guard let expected = row.json["reply"], !expected.isNull else {
            #expect(reply == nil)
            return
        }
        // What counts is what is sent.
        let transport = StubTransport([.json(["id": "m-2"], status: 201)])
        let sent = try await client(transport).send(try #require(reply), threadID: "55")
        #expect(sent.id == "m-2")
        let call = try #require(transport.calls.first)
        #expect(call.method == "POST")
        #expect(call.url == "\(base)/conversations/v3/conversations/threads/55/messages")
        #expect(call.isWrite)
        #expect(call.json == expected)
    }
}
