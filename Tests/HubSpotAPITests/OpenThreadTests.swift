import FoundationEssentials
import HubSpotAPI
import RelayCore
import TestSupport
import Testing

@Suite("Open threads by the time of their newest message")
struct OpenThreadTests {
    /// Threads of a portal, as `id` and milliseconds, in the order of the times; answered as HubSpot does, without cursors.
    private static func portal(_ threads: [(id: Int, time: Int)], namesNext: Bool = false) -> StubTransport {
        StubTransport { call throws(TransportError) in
            let bound = call.url.split(separator: "&").first { $0.hasPrefix("latestMessageTimestampAfter=") } ?? ""
            let text = bound.dropFirst("latestMessageTimestampAfter=".count).replacing("%3A", with: ":")
            let since = Timestamp.parse(String(text)).map(Timestamp.milliseconds) ?? 0
            let younger = threads.filter { $0.time > since }
            var body: JSONObject = [
                "results": .array(
                    younger.prefix(500).map { thread in
                        [
                            "id": .string("\(thread.id)"),
                            "latestMessageTimestamp": .string(
                                Timestamp.rfc3339(Timestamp.date(milliseconds: thread.time))),
                        ]
                    })
            ]
            if namesNext, younger.count > 500 { body["paging"] = ["next": ["after": "x"]] }
            return HTTPAnswer(status: 200, body: JSON.object(body).canonicalBytes)
        }
    }

    private static func numbered(_ count: Int, _ time: (Int) -> Int) -> [(id: Int, time: Int)] {
        (0..<count).map { ($0, time($0)) }
    }

    private static let start = Timestamp.date(milliseconds: 1_790_000_000_000)
    private static let first = 1_790_000_000_001

    struct Case: NamedCase {
        let name: String
        let threads: [(id: Int, time: Int)]
        let calls: Int
    }

    @Test(
        "All of them are read, each once, page after page",
        arguments: [
            Case(name: "none", threads: [], calls: 1),
            Case(name: "less than a page", threads: numbered(499) { first + $0 }, calls: 1),
            Case(name: "a page and no more", threads: numbered(500) { first + $0 }, calls: 2),
            Case(name: "some pages", threads: numbered(1200) { first + $0 * 1000 }, calls: 3),
            Case(name: "two at each time, over the ends of pages", threads: numbered(1001) { first + ($0 + 1) / 2 }, calls: 3),
            Case(
                name: "many at one time", threads: numbered(600) { first + ($0 < 300 ? $0 : $0 < 599 ? 1000 : 2000) }, calls: 2),
        ])
    func all(_ row: Case) async throws {
        for namesNext in [false, true] {
            let transport = Self.portal(row.threads, namesNext: namesNext)
            let threads = try await client(transport).openThreads(inboxID: nil, since: Self.start)
            #expect(threads.map(\.id) == row.threads.map { "\($0.id)" })
            #expect(transport.calls.count == row.calls)
            #expect(transport.calls.allSatisfy { !$0.url.contains("after=") })
        }
    }

    @Test("More at one time than a page holds is an error, for what follows cannot be had")
    func oneTime() async throws {
        let transport = Self.portal(Self.numbered(700) { $0 < 600 ? Self.first + 50 : Self.first + 100 })
        let error = try await failure { () throws(HubSpotError) in
            try await client(transport).openThreads(inboxID: nil, since: Self.start)
        }
        #expect(error.category == .unexpectedAnswer)
        #expect(error.description.contains("there are more"))
        #expect(transport.calls.count == 2)
    }

    struct Stuck: NamedCase {
        let name: String
        let page: JSON
    }

    @Test(
        "A page that has a next one and does not lead to it is an error",
        arguments: [
            Stuck(name: "an empty one", page: ["results": [], "paging": ["next": ["after": "x"]]]),
            Stuck(name: "one without times", page: ["results": [["id": "1"]], "paging": ["next": ["after": "x"]]]),
        ])
    func stuck(_ row: Stuck) async throws {
        let error = try await failure { () throws(HubSpotError) in
            try await client(StubTransport([.json(row.page)])).openThreads(inboxID: nil, since: Self.start)
        }
        #expect(error.category == .unexpectedAnswer)
    }

    @Test("A short page may have a next one")
    func short() async throws {
        let time = Timestamp.rfc3339(Timestamp.date(milliseconds: Self.first + 9))
        let transport = StubTransport([
            .json(["results": [["id": "1", "latestMessageTimestamp": .string(time)]], "paging": ["next": ["after": "x"]]]),
            .json(["results": [["id": "1", "latestMessageTimestamp": .string(time)], ["id": "2"]]]),
        ])
        let threads = try await client(transport).openThreads(inboxID: nil, since: Self.start)
        #expect(threads.map(\.id) == ["1", "2"])
        #expect(transport.calls.last?.url.contains("latestMessageTimestampAfter=2026-09-21T14%3A13%3A20.009Z") == true)
    }
}
