import HubSpotAPI
import RelayCore
import TestSupport
import Testing

@Suite("The answer to a customer's message")
struct ReplyTests {
    struct Case: NamedCase {
        let name: String
        let answered: ThreadMessage
        let others: [ThreadMessage]
        let subject: String?
        let ownAddresses: Set<String>
        /// Null where there is nobody to answer.
        let expected: JSON

        static func load() throws -> [Case] {
            let keys: Set = ["messages", "answered", "and", "subject", "ownAddresses", "reply"]
            return try FixtureFile("replies", in: .module).rows(keys: keys) { row in
                let messages = try row.array("messages").map { try ThreadMessage(json: $0) }
                let id = try row.optionalString("answered")
                let others = Set(try row.strings("and"))
                return Case(
                    name: try row.string("name"), answered: try #require(messages.last { id == nil || $0.id == id }),
                    others: messages.filter { others.contains($0.id) }, subject: try row.optionalString("subject"),
                    ownAddresses: Set(try row.strings("ownAddresses").map { $0.lowercased() }), expected: try row.json("reply"))
            }
        }
    }

    @Test("The answer goes to the author of the answered message, and to who waits with them", arguments: try Case.load())
    func reply(_ row: Case) async throws {
        let reply = OutgoingMessage.reply(
            to: row.answered, and: row.others, subject: row.subject, senderActorID: .agent(userID: "77"), text: "Hello",
            richText: "<p>Hello</p>"
        ) { row.ownAddresses.contains($0.lowercased()) }
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
