import HubSpotAPI
import RelayCore
import TestSupport
import Testing

@Suite("Where HubSpot's documents differ, the other form is tried")
struct PathFallbackTests {
    private static let dated = "\(base)/conversations/conversations/2026-09/threads/55"
    private static let beta = "\(base)/conversations/conversations/2026-09-beta/threads/55"

    @Test("Dated paths of conversations: those of the beta where the others are not there, and first from then on")
    func beta() async throws {
        let memory = PortalMemory()
        let transport = StubTransport([.status(404), .json(["id": "55"]), .json(["id": "55"]), .json(["id": "55"])])
        let client = client(transport, edition: .dated202609, memory: memory)
        _ = try await client.thread("55")
        _ = try await client.setThreadStatus(.closed, threadID: "55")
        #expect(transport.calls.map(Self.path) == [Self.dated, Self.beta, Self.beta])
        // v3 has no other.
        _ = try await HubSpotAPITests.client(transport, memory: memory).thread("55")
        #expect(transport.calls.last.map(Self.path) == "\(base)/conversations/v3/conversations/threads/55")
    }

    @Test("Once they are known to be there, a thread that is missing is asked for once")
    func known() async throws {
        let transport = StubTransport([.json(["id": "55"]), .status(404)])
        let client = client(transport, edition: .dated202609)
        _ = try await client.thread("55")
        let error = try await failure { () throws(HubSpotError) in try await client.thread("55") }
        #expect(error.category == .notFound)
        #expect(transport.calls.map(Self.path) == [Self.dated, Self.dated])
    }

    @Test("What is missing under both is missing, and nothing is learnt from it")
    func missing() async throws {
        let transport = StubTransport([.status(404), .status(404), .json(["id": "55"])])
        let client = client(transport, edition: .dated202609)
        let error = try await failure { () throws(HubSpotError) in try await client.thread("55") }
        #expect(error.category == .notFound)
        _ = try await client.thread("55")
        #expect(transport.calls.map(Self.path) == [Self.dated, Self.beta, Self.dated])
    }

    private static func path(_ call: HTTPCall) -> String { String(call.url.prefix { $0 != "?" }) }

    @Test("The list of messages is asked for without an order where HubSpot refuses it, and from then on")
    func sort() async throws {
        let transport = StubTransport([.status(400), .json(["results": []]), .json(["results": []])])
        let client = client(transport)
        for _ in 0..<2 { _ = try await client.messages(threadID: "55", pageLimit: 1) }
        #expect(transport.calls.map { $0.url.contains("sort=") } == [true, false, false])
    }

    @Test("What is refused without an order too is refused, and the order is tried again")
    func refused() async throws {
        let transport = StubTransport([.status(400), .status(400), .json(["results": []])])
        let client = client(transport)
        let error = try await failure { () throws(HubSpotError) in try await client.messages(threadID: "55", pageLimit: 1) }
        #expect(error.category == .validation)
        _ = try await client.messages(threadID: "55", pageLimit: 1)
        #expect(transport.calls.map { $0.url.contains("sort=") } == [true, false, true])
    }
}
