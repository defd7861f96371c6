import HubSpotAPI
import RelayCore
import TestSupport
import Testing

@Suite("HubSpot's refusals")
struct ErrorTests {
    struct Case: NamedCase {
        let name: String
        let answer: HTTPAnswer
        /// A reason code, and the status of the result.
        let code: String
        let result: String
        let retryAfter: Int?
        let existingID: String?
        let mayHaveActed: Bool
        let limit: String?
        let fields: [String]
        let correlationID: String?
        let scopes: [String]
        /// Parts of the message.
        let says: [String]

        static func load() throws -> [Case] {
            let keys: Set = [
                "status", "headers", "body", "code", "result", "retryAfter", "existingID", "mayHaveActed", "limit", "fields",
                "correlationID", "scopes", "says",
            ]
            return try FixtureFile("errors", in: .module).rows(keys: keys, Case.init)
        }

        init(_ row: FixtureRow) throws {
            let headers = try row.members.optionalObject("headers")
            let body = try row.json("body")
            name = try row.string("name")
            answer = HTTPAnswer(
                status: try row.int("status"), headers: try (headers?.members ?? [:]).mapValues { try #require($0.string) },
                body: body.isNull ? [] : body.canonicalBytes)
            code = try row.string("code")
            result = try row.string("result")
            retryAfter = try row.members.optionalInt("retryAfter")
            existingID = try row.optionalString("existingID")
            mayHaveActed = try row.members.optionalBool("mayHaveActed") ?? false
            limit = try row.optionalString("limit")
            fields = try row.strings("fields")
            correlationID = try row.optionalString("correlationID")
            scopes = try row.strings("scopes")
            says = try row.strings("says")
        }
    }

    @Test("Every error answer has its reason code, and its error quotes nothing", arguments: try Case.load())
    func refusal(_ row: Case) async throws {
        // As a write, which no 5xx is repeated for; the same answer for every try.
        let transport = StubTransport { _ throws(TransportError) in row.answer }
        let error = try await failure { () throws(HubSpotError) in
            try await client(transport).updateTicket(id: "70", properties: ["subject": "Help"])
        }
        #expect(error.status == row.answer.status)
        #expect(error.operation == "update the ticket")
        #expect(error.reasonCode.rawValue == row.code)
        #expect(error.retryAfterSeconds == row.retryAfter)
        #expect(error.existingID == row.existingID)
        #expect(error.mayHaveActed == row.mayHaveActed)
        #expect(error.limit?.rawValue == row.limit)
        #expect(error.fields == row.fields)
        if let id = row.correlationID { #expect(error.correlationID == id) }
        if !row.scopes.isEmpty { #expect(error.category == .missingScope(row.scopes)) }

        let result = error.result
        #expect(result.status.rawValue == row.result)
        #expect(result.code == error.reasonCode)
        #expect(result.retryAfterSeconds == error.retryAfterSeconds)
        let message = try #require(result.message)
        #expect(message.hasPrefix("could not update the ticket"))
        for part in row.says { #expect(message.contains(part)) }

        // Neither HubSpot's sentence, which quotes values, nor the token.
        for text in [message, error.description, String(reflecting: error)] {
            #expect(!text.contains("casey"))
            #expect(!text.contains("token-one"))
            #expect(!text.contains("\n"))
        }
    }

    @Test("What is not there is nil where that is an answer, and an error where it is none")
    func notFound() async throws {
        let client = client(StubTransport { _ throws(TransportError) in HTTPAnswer(status: 404) })
        #expect(try await client.contact(id: "9") == nil)
        #expect(try await client.contact(email: "nobody@example.com") == nil)
        #expect(try await client.owner(userID: "77") == nil)
        #expect(try await client.owner(id: "4") == nil)
        let error = try await failure { () throws(HubSpotError) in try await client.thread("55") }
        #expect(error.category == .notFound)
    }

    @Test("A token shows in nothing that is printed")
    func secrecy() {
        let client = client(StubTransport([]), tokens: ["sesame"])
        var dumped = ""
        dump(client.settings, to: &dumped)
        for text in ["\(client.settings)", String(reflecting: client.settings), dumped] { #expect(!text.contains("sesame")) }
    }
}
