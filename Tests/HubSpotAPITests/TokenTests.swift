import HubSpotAPI
import Logging
import RelayCore
import TestSupport
import Testing

@Suite("Two tokens during rotation")
struct TokenTests {
    private static let good = Result<HTTPAnswer, TransportError>.json(["id": "1", "properties": [:]])

    @Test("The second is tried when the first is refused, and comes first from then on")
    func order() async throws {
        let transport = StubTransport([
            .status(401), Self.good, Self.good, .status(403), .status(401), Self.good, .status(401), .status(401),
        ])
        let client = client(transport, tokens: ["old", "new"])
        _ = try await client.ticket(id: "70", properties: [])
        #expect(transport.calls.map { $0.header("authorization") } == ["Bearer old", "Bearer new"])
        _ = try await client.ticket(id: "70", properties: [])
        #expect(transport.calls.last?.header("authorization") == "Bearer new")
        // A refusal of another kind is no question of the token.
        let refused = try await failure { () throws(HubSpotError) in try await client.thread("55") }
        #expect(refused.reasonCode == .missingScope)
        #expect(transport.calls.count == 4)
        // Turned back again.
        _ = try await client.ticket(id: "70", properties: [])
        #expect(transport.calls.suffix(2).map { $0.header("authorization") } == ["Bearer new", "Bearer old"])
        let both = try await failure { () throws(HubSpotError) in try await client.thread("55") }
        #expect(both.reasonCode == .unauthorized)
        #expect(both.status == 401)
        #expect(transport.calls.count == 8)
    }

    @Test("A write goes on with the second one: who is refused did nothing", arguments: [201, 404, 409])
    func write(_ status: Int) async throws {
        let transport = StubTransport([.status(401), .json(["id": "1"], status: status), Self.good])
        let client = client(transport, tokens: ["old", "new"])
        do throws(HubSpotError) {
            _ = try await client.comment(text: "", richText: "", threadID: "55")
        } catch {
            #expect(error.status == status)
        }
        _ = try await client.thread("55")
        #expect(transport.calls.map { $0.header("authorization") } == ["Bearer old", "Bearer new", "Bearer new"])
    }

    @Test("The next event knows which one HubSpot takes, and one token alone is never another")
    func memory() async throws {
        let memory = PortalMemory()
        let transport = StubTransport([.status(401), Self.good, Self.good, Self.good])
        _ = try await client(transport, tokens: ["old", "new"], memory: memory).thread("55")
        _ = try await client(transport, tokens: ["old", "new"], memory: memory).thread("55")
        _ = try await client(transport, tokens: ["new"], memory: memory).thread("55")
        #expect(
            transport.calls.map { $0.header("authorization") } == ["Bearer old", "Bearer new", "Bearer new", "Bearer new"])
    }

    @Test("The token of the body is the token of the header")
    func tokenOfTheBody() async throws {
        let transport = StubTransport([.status(401), .json(["hubId": 1, "appId": 2])])
        _ = try await client(transport, tokens: ["old", "new"]).tokenInfo()
        #expect(transport.calls.map(\.json) == [["tokenKey": "old"], ["tokenKey": "new"]])
    }

    @Test("Without a token nothing is sent")
    func noToken() async throws {
        let transport = StubTransport([])
        let error = try await failure { () throws(HubSpotError) in try await client(transport, tokens: []).thread("55") }
        #expect(error.category == .unauthorized)
        #expect(transport.calls.isEmpty)
    }

    @Test("The change is logged once, with neither token")
    func log() async throws {
        let lines = LogLines()
        let logger = Logger(label: "test") { _ in
            LineLogHandler(level: .notice, asText: false, now: { TestClock().now }, write: lines.append)
        }
        let client = client(StubTransport([.status(401), Self.good, Self.good]), tokens: ["sesame", "open"], logger: logger)
        _ = try await client.thread("55")
        _ = try await client.thread("55")
        #expect(lines.all.count == 1)
        let line = try JSON.parse(try #require(lines.all.first))
        #expect(line["level"] == "notice")
        #expect(line["token"] == "2 of 2")
        #expect(!lines.all.joined().contains("sesame"))
        #expect(!lines.all.joined().contains("open"))
    }
}
