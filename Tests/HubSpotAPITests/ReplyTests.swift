import HubSpotAPI
import RelayCore
import TestSupport
import Testing

@Suite("The answer to a thread")
struct ReplyTests {
    struct Case: NamedCase {
        let name: String
        let messages: [ThreadMessage]
        let ownAddresses: Set<String>
        /// Null where there is nobody to answer.
        let expected: JSON

        static func load() throws -> [Case] {
            try FixtureFile("replies", in: .module).rows(keys: ["thread", "messages", "ownAddresses", "reply"]) { row in
                Case(
                    name: try row.string("name"), messages: try row.array("messages").map { try ThreadMessage(json: $0) },
                    ownAddresses: Set(try row.strings("ownAddresses")), expected: try row.json("reply"))
            }
        }
    }

    @Test("The answer goes back where the newest message came from", arguments: try Case.load())
    func reply(_ row: Case) async throws {
        let reply = OutgoingMessage.reply(
            to: row.messages, senderActorID: .agent(userID: "77"), text: "Hello", richText: "<p>Hello</p>",
            ownAddresses: row.ownAddresses)
        guard !row.expected.isNull else {
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
        #expect(call.json == row.expected)
    }
}
