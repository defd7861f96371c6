import CurlTransport
import HubSpotAPI
import HubSpotSimulator
import Logging
import RelayCore
import TestSupport
import Testing

/// What the client reports of calls that go wrong on the wire, and that it never writes twice by itself.
@Suite("The client and calls that go wrong on the wire")
struct ClientFaultTests {
    struct Case: NamedCase {
        var name: String
        var fault: Fault
        var category: HubSpotError.Category
        var mayHaveActed = false
        /// How often HubSpot is called.
        var calls = 1
        /// How many comments stand in the end.
        var comments = 0
    }

    static let cases = [
        Case(
            name: "reset after it was done", fault: .dropAfterActing, category: .ambiguous, mayHaveActed: true, comments: 1),
        Case(name: "reset before it was done", fault: .dropBeforeActing, category: .ambiguous, mayHaveActed: true),
        Case(
            name: "500 after it was done", fault: .actThenRefuse(.serverError), category: .unavailable, mayHaveActed: true,
            comments: 1),
        Case(name: "500 before it was done", fault: .refuse(.serverError), category: .unavailable, mayHaveActed: true),
        Case(
            name: "a page of HTML after it was done", fault: .spoil(.malformed), category: .ambiguous, mayHaveActed: true,
            comments: 1),
        Case(name: "half an answer", fault: .spoil(.truncated), category: .ambiguous, mayHaveActed: true, comments: 1),
        Case(
            name: "408 after it was done", fault: .actThenRefuse(Refusal(408, "time is up")), category: .unavailable,
            mayHaveActed: true, comments: 1),
        Case(
            name: "499 before it was done", fault: .refuse(Refusal(499, "hung up")), category: .unavailable, mayHaveActed: true),
        Case(name: "477", fault: .refuse(.migrating), category: .unavailable, mayHaveActed: true),
        Case(name: "423, for longer than three tries", fault: .refuse(.locked), category: .locked, calls: 3),
        Case(name: "429 in ten seconds", fault: .refuse(.tenSecondLimit()), category: .rateLimited),
        Case(name: "429 of the day", fault: .refuse(.dailyLimit), category: .dailyLimit),
        Case(name: "401", fault: .refuse(.unauthorized), category: .unauthorized),
        Case(
            name: "403", fault: .refuse(.missingScopes(["conversations.write"])),
            category: .missingScope(["conversations.write"])),
        Case(name: "404", fault: .refuse(.notFound), category: .notFound),
    ]

    /// Bodies and calls go over the socket, by libcurl.
    private func withClient(
        clock: TestClock = TestClock(), _ body: (SimulatorServer, HubSpotClient, String) async throws -> Void
    ) async throws {
        try await withSimulator(clock: clock) { server, simulator in
            let client = HubSpotClient(
                transport: CurlTransport(),
                settings: .init(
                    baseURL: simulator.baseURL, edition: .v3, accessTokens: [server.portal.settings.accessToken]),
                ambient: clock.ambient, logger: Logger(label: "client", factory: { _ in SwiftLogNoOpLogHandler() }))
            try await body(server, client, try await server.portal.customerWritesChat(text: "Hello").threadID)
        }
    }

    private func comments(_ client: HubSpotClient, _ threadID: String) async throws -> Int {
        try await client.messages(threadID: threadID, pageLimit: 1).count { $0.type == .comment }
    }

    @Test("A write is reported as what it is, and not repeated", arguments: cases)
    func write(_ row: Case) async throws {
        let clock = TestClock()
        try await withClient(clock: clock) { server, client, threadID in
            // A reused connection, which libcurl would send a lost request on again by itself.
            _ = try await client.thread(threadID)
            server.failNext(row.fault, matching: .operation(.postMessage), times: 9)
            let error = await #expect(throws: HubSpotError.self) {
                try await client.comment(text: "A note", richText: "<p>A note</p>", threadID: threadID)
            }
            #expect(error?.category == row.category)
            #expect(error?.mayHaveActed == row.mayHaveActed)
            #expect(server.calls.count { $0.operation == .postMessage } == row.calls)
            server.forgetFaults()
            clock.advance(10)
            let comments = try await comments(client, threadID)
            #expect(comments == row.comments)
        }
    }

    static let ambiguous = [
        Case(name: "reset after it was done", fault: .dropAfterActing, category: .ambiguous),
        Case(name: "reset before it was done", fault: .dropBeforeActing, category: .ambiguous),
        Case(name: "a page of HTML", fault: .spoil(.malformed), category: .ambiguous),
    ]

    @Test("A ticket that may exist already is not created again", arguments: ambiguous)
    func newTicket(_ row: Case) async throws {
        try await withClient { server, client, _ in
            server.failNext(row.fault, matching: .operation(.createTicket), times: 9)
            let error = await #expect(throws: HubSpotError.self) {
                try await client.createTicket(
                    properties: ["subject": "Printer", "hs_pipeline": "0", "hs_pipeline_stage": "1"], contactID: nil,
                    threadID: nil)
            }
            #expect(error?.category == .ambiguous)
            #expect(error?.result.status == .retry)
            #expect(server.calls.count { $0.operation == .createTicket } == 1)
        }
    }

    static let passing = [
        Case(name: "reset", fault: .dropBeforeActing, category: .unavailable, calls: 3),
        Case(name: "reset after it was read", fault: .dropAfterActing, category: .unavailable, calls: 3),
        Case(name: "500", fault: .refuse(.serverError), category: .unavailable, calls: 3),
        Case(name: "408", fault: .refuse(Refusal(408, "time is up")), category: .unavailable, calls: 3),
        Case(name: "a page of HTML", fault: .spoil(.malformed), category: .unavailable, calls: 3),
        Case(name: "half an answer", fault: .spoil(.truncated), category: .unavailable, calls: 3),
    ]

    @Test("A read is tried again", arguments: passing)
    func read(_ row: Case) async throws {
        try await withClient { server, client, threadID in
            let reads = CallMatch.operation(.getThread)
            server.failNext(row.fault, matching: reads, times: 2)
            let thread = try await client.thread(threadID)
            #expect(thread.id == threadID)
            #expect(server.calls.count { $0.operation == .getThread } == row.calls)
            server.failNext(row.fault, matching: reads, times: 9)
            let error = await #expect(throws: HubSpotError.self) { try await client.thread(threadID) }
            #expect(error?.category == row.category)
        }
    }

    @Test("A write that finds nobody listening did nothing")
    func nobodyListens() async throws {
        let clock = TestClock()
        let client = HubSpotClient(
            transport: CurlTransport(),
            settings: .init(baseURL: "http://127.0.0.1:9", edition: .v3, accessTokens: [Secret("token-one")]),
            ambient: clock.ambient, logger: Logger(label: "client", factory: { _ in SwiftLogNoOpLogHandler() }))
        let error = await #expect(throws: HubSpotError.self) {
            try await client.comment(text: "A note", richText: "<p>A note</p>", threadID: "1")
        }
        #expect(error?.category == .connectionFailed)
        #expect(error?.mayHaveActed == false)
        #expect(clock.slept == [0.3, 1])
    }
}
