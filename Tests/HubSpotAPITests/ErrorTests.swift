import HubSpotAPI
import RelayCore
import TestSupport
import Testing

@Suite("HubSpot's refusals")
struct ErrorTests {
    struct Case: NamedCase {
        let name: String
        let answer: HTTPAnswer
        let expected: JSON

        static func load() throws -> [Case] {
            try #require(try fixture("errors").array).map { row in
                Case(
                    name: row["name"]?.string ?? "",
                    answer: HTTPAnswer(
                        status: row["status"]?.int ?? 0, headers: (row["headers"]?.object ?? [:]).compactMapValues(\.string),
                        body: row["body"]?.isNull == true ? [] : row["body"]?.canonicalBytes ?? []), expected: row)
            }
        }
    }

    @Test("Every answer that is an error", arguments: try Case.load())
    func refusal(_ row: Case) async throws {
        // As a write, which no 5xx is repeated for; the same answer for every try.
        let transport = StubTransport { _ throws(TransportError) in row.answer }
        let error = try await failure { () throws(HubSpotError) in
            try await client(transport).updateTicket(id: "70", properties: ["subject": "Help"])
        }
        let expected = row.expected
        #expect(error.status == row.answer.status)
        #expect(error.operation == "update the ticket")
        #expect(error.reasonCode.rawValue == expected["code"]?.string)
        #expect(error.retryAfterSeconds == expected["retryAfter"]?.int)
        #expect(error.existingID == expected["existingID"]?.string)
        #expect(error.mayHaveActed == (expected["mayHaveActed"]?.bool ?? false))
        #expect(error.limit?.rawValue == expected["limit"]?.string)
        #expect(error.fields == (expected["fields"]?.array ?? []).compactMap(\.string))
        if let id = expected["correlationID"]?.string { #expect(error.correlationID == id) }
        if let scopes = expected["scopes"]?.array { #expect(error.category == .missingScope(scopes.compactMap(\.string))) }

        let result = error.result
        #expect(result.status.rawValue == expected["result"]?.string)
        #expect(result.code == error.reasonCode)
        #expect(result.retryAfterSeconds == error.retryAfterSeconds)
        let message = try #require(result.message)
        #expect(message.hasPrefix("could not update the ticket"))
        for part in try #require(expected["says"]?.array).compactMap(\.string) { #expect(message.contains(part)) }

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
