import HubSpotAPI
import RelayCore
import TestSupport
import Testing

@Suite("Page after page")
struct PagingTests {
    struct Case: NamedCase {
        let name: String
        /// For each page the ids on it and the cursor it ends with.
        let pages: [(ids: [String], cursor: JSON?)]
        var limit = 10
        let expected: [String]
        /// What `after` was in each request.
        let asked: [String?]
    }

    @Test(
        "Messages of a thread are read to the last page",
        arguments: [
            Case(name: "one page", pages: [(["1", "2"], nil)], expected: ["1", "2"], asked: [nil]),
            Case(
                name: "a cursor is sent as one value", pages: [(["1"], "MTA="), (["2"], "a b&c"), (["3"], nil)],
                expected: ["1", "2", "3"], asked: [nil, "MTA%3D", "a%20b%26c"]),
            Case(
                name: "one layer of encoding is taken off", pages: [(["1"], "MTA%3D"), (["2"], "MTI%253D"), (["3"], nil)],
                expected: ["1", "2", "3"], asked: [nil, "MTA%3D", "MTI%253D"]),
            Case(
                name: "what is not wholly encoded stays as it is", pages: [(["1"], "50%"), (["2"], "%zz%3D"), (["3"], nil)],
                expected: ["1", "2", "3"], asked: [nil, "50%25", "%25zz%253D"]),
            Case(
                name: "encoded or not, a cursor that comes again ends it", pages: [(["1"], "MTA="), (["2"], "MTA%3D")],
                expected: ["1", "2"], asked: [nil, "MTA%3D"]),
            Case(
                name: "an empty page is not the end", pages: [(["1"], "a"), ([], "b"), (["2"], nil)], expected: ["1", "2"],
                asked: [nil, "a", "b"]),
            Case(
                name: "a cursor may be a number", pages: [(["1"], 100), (["2"], nil)], expected: ["1", "2"], asked: [nil, "100"]),
            Case(
                name: "a cursor that comes again ends it", pages: [(["1"], "a"), (["2"], "b"), (["3"], "a")],
                expected: ["1", "2", "3"], asked: [nil, "a", "b"]),
            Case(
                name: "the limit ends it", pages: [(["1"], "a"), (["2"], "b")], limit: 2, expected: ["1", "2"], asked: [nil, "a"]),
        ])
    func messages(_ row: Case) async throws {
        let transport = StubTransport(
            row.pages.map { page in
                var body: JSONObject = ["results": .array(page.ids.map { ["id": .string($0)] })]
                if let cursor = page.cursor { body["paging"] = ["next": ["after": cursor]] }
                return .json(.object(body))
            })
        let messages = try await client(transport).messages(threadID: "55", pageLimit: row.limit)
        #expect(messages.map(\.id) == row.expected)
        let asked = transport.calls.map { call in
            call.url.split(separator: "&").first { $0.hasPrefix("after=") }.map { String($0.dropFirst(6)) }
        }
        #expect(asked == row.asked)
        #expect(transport.unused == 0)
    }

    @Test("A page that fails fails the reading: half a thread is never taken for the whole")
    func failingPage() async throws {
        let transport = StubTransport([
            .json(["results": [["id": "1"]], "paging": ["next": ["after": "a"]]]), .status(404),
        ])
        let error = try await failure { () throws(HubSpotError) in
            try await client(transport).messages(threadID: "55", pageLimit: 10)
        }
        #expect(error.category == .notFound)
    }

    @Test("An answer without a list is an error, not an empty list")
    func noList() async throws {
        for answer in [[:], ["results": nil], ["results": "none"]] as [JSON] {
            let messages = try await failure { () throws(HubSpotError) in
                try await client(StubTransport([.json(answer)])).messages(threadID: "55", pageLimit: 10)
            }
            let tickets = try await failure { () throws(HubSpotError) in
                try await client(StubTransport([.json(answer)])).tickets(contactID: "9", properties: ["content"])
            }
            #expect([messages, tickets].map(\.category) == [.unavailable, .unavailable])
        }
    }
}
