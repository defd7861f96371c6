import HubSpotAPI
import RelayCore
import TestSupport
import Testing

@Suite("The two v3 paths of a thread's assignee")
struct AssigneeTests {
    private static let guide = "\(base)/conversations/v3/conversations/threads/55/assignee"
    private static let reference = "\(base)/conversations/conversations/v3/threads/55/assignee"

    @Test("The other path is tried where one is not there, and comes first from then on", arguments: [400, 404, 405])
    func swapped(_ status: Int) async throws {
        let transport = StubTransport([.status(status), .json(["id": "55"]), .status(204), .json(["id": "55"])])
        let memory = PortalMemory()
        _ = try await client(transport, memory: memory).assignThread("55", to: .agent(userID: "77"))
        try await client(transport, memory: memory).unassignThread("55")
        #expect(transport.calls.map(\.url) == [Self.guide, Self.reference, Self.reference])
        // Another portal is asked anew.
        _ = try await client(transport).assignThread("55", to: .agent(userID: "77"))
        #expect(transport.calls.last?.url == Self.guide)
    }

    @Test("A thread that is missing is missing on both, and nothing is learnt from it")
    func missing() async throws {
        let transport = StubTransport([.status(404), .status(404), .json(["id": "55"])])
        let client = client(transport)
        let error = try await failure { () throws(HubSpotError) in
            try await client.assignThread("55", to: .agent(userID: "77"))
        }
        #expect(error.category == .notFound)
        _ = try await client.assignThread("55", to: .agent(userID: "77"))
        #expect(transport.calls.map(\.url) == [Self.guide, Self.reference, Self.guide])
    }

    @Test("What was refused for another reason, or may have been done, is not tried on the other", arguments: [403, 500])
    func refused(_ status: Int) async throws {
        let transport = StubTransport([.status(status)])
        let error = try await failure { () throws(HubSpotError) in
            try await client(transport).assignThread("55", to: .agent(userID: "77"))
        }
        #expect(error.status == status)
    }

    @Test("The dated edition has one path")
    func dated() async throws {
        let transport = StubTransport([.status(405)])
        let error = try await failure { () throws(HubSpotError) in
            try await client(transport, edition: .dated202609).unassignThread("55")
        }
        #expect(error.status == 405)
        #expect(transport.calls.count == 1)
    }
}
