import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("Planned faults")
struct FaultTests {
    struct FaultCase: NamedCase {
        var name: String
        var refusal: Refusal
        var status: Int
        /// Members of the answer.
        var body: JSONObject = [:]
        var headers: [String: String] = [:]
    }

    static let refusals: [FaultCase] = [
        FaultCase(name: "401", refusal: .unauthorized, status: 401, body: ["category": "INVALID_AUTHENTICATION"]),
        FaultCase(
            name: "403", refusal: .missingScopes(["tickets", "crm.objects.tickets.write"]), status: 403,
            body: [
                "errors": [
                    [
                        "message": "One or more of the following scopes are required.",
                        "context": ["requiredGranularScopes": ["tickets", "crm.objects.tickets.write"]],
                    ]
                ]
            ]),
        FaultCase(name: "404", refusal: .notFound, status: 404, body: ["category": "OBJECT_NOT_FOUND"]),
        FaultCase(name: "423", refusal: .locked, status: 423),
        FaultCase(
            name: "429 in ten seconds", refusal: .tenSecondLimit(), status: 429,
            body: [
                "policyName": "TEN_SECONDLY_ROLLING", "errorType": "RATE_LIMIT",
                "message": "You have reached your ten_secondly_rolling limit.",
            ], headers: ["x-hubspot-ratelimit-remaining": "0", "x-hubspot-ratelimit-interval-milliseconds": "10000"]),
        FaultCase(
            name: "429 with Retry-After", refusal: .tenSecondLimit(retryAfter: 3), status: 429, headers: ["retry-after": "3"]),
        FaultCase(
            name: "429 of the day", refusal: .dailyLimit, status: 429,
            body: ["policyName": "DAILY", "message": "You have reached your daily limit."],
            headers: ["x-hubspot-ratelimit-daily-remaining": "0"]),
        FaultCase(name: "429 of the search", refusal: .searchLimit, status: 429, body: ["policyName": "SECONDLY"]),
        FaultCase(name: "500", refusal: .serverError, status: 500),
        FaultCase(name: "503", refusal: .unavailable, status: 503),
    ]

    @Test("A planned refusal is given once", arguments: refusals)
    func refusal(_ row: FaultCase) async throws {
        try await withSimulator { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            server.failNext(.refuse(row.refusal))
            let answer = try await client.post("\(Edition.v3.threads)/\(id)/messages", DraftBodies.chat)
            #expect(answer.status == row.status)
            #expect(answer.json["status"] == "error")
            for (name, value) in row.body { #expect(answer.json[name] == value) }
            for (name, value) in row.headers { #expect(answer.headers[name] == value) }
            #expect(await server.portal.messages(id).count == 1)
            #expect(try await client.post("\(Edition.v3.threads)/\(id)/messages", DraftBodies.chat).status == 201)
        }
    }

    @Test(
        "A dropped connection does not tell whether the call took effect",
        arguments: [(Fault.dropBeforeActing, 1), (Fault.dropAfterActing, 2)])
    func dropped(_ fault: Fault, _ messages: Int) async throws {
        try await withSimulator { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            server.failNext(fault, matching: .posting(.message))
            await #expect(throws: TransportError.self) {
                try await client.post("\(Edition.v3.threads)/\(id)/messages", DraftBodies.chat)
            }
            #expect(await server.portal.messages(id).count == messages)
            #expect(server.calls.map(\.status) == [nil])
            #expect(try await client.get("\(Edition.v3.threads)/\(id)").status == 200)
        }
    }

    @Test("A call may take effect and still be refused")
    func actThenRefuse() async throws {
        try await withSimulator { server, client in
            server.failNext(.actThenRefuse(.unavailable), matching: .operation(.createContact))
            let body: JSON = ["properties": ["email": "ann@customer.example"]]
            let statuses = [
                try await client.post(Edition.v3.contacts, body).status, try await client.post(Edition.v3.contacts, body).status,
            ]
            #expect(statuses == [503, 409])
        }
    }

    @Test("A fault is only for the calls that it matches")
    func match() async throws {
        try await withSimulator { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            let path = "\(Edition.dated.threads)/\(id)"
            let comment: JSON = ["type": "COMMENT", "text": "For the team"]
            server.failNext(.refuse(.serverError), matching: .posting(.comment), times: 2)
            server.failNext(.refuse(.locked), matching: .path(containing: "/messages", method: "GET"))
            #expect(try await client.get(path).status == 200)
            #expect(try await client.post("\(path)/messages", DraftBodies.chat).status == 201)
            #expect(try await client.post("\(path)/messages", comment).status == 500)
            #expect(try await client.post("\(path)/messages", comment).status == 500)
            #expect(try await client.post("\(path)/messages", comment).status == 201)
            #expect(try await client.get("\(path)/messages").status == 423)
            #expect(
                server.calls.map(\.operation) == [
                    .getThread, .postMessage, .postMessage, .postMessage, .postMessage, .listMessages,
                ])
            server.failNext(.refuse(.serverError))
            server.forgetFaults()
            #expect(try await client.get(path).status == 200)
        }
    }

    @Test("The log of calls tells method, path, query and body")
    func log() async throws {
        try await withSimulator { server, client in
            _ = try await client.get("\(Edition.v3.owners)?email=a%40b.example")
            _ = try await client.post("\(Edition.v3.tickets)/search", ["limit": 1])
            let calls = server.calls
            #expect(calls.map(\.method) == ["GET", "POST"])
            #expect(calls.map(\.path) == ["/crm/v3/owners", "/crm/v3/objects/tickets/search"])
            #expect(calls.map(\.query) == ["email=a%40b.example", ""])
            #expect(calls.map(\.body) == [.null, ["limit": 1]])
            #expect(calls.map(\.status) == [200, 200])
        }
    }
}
