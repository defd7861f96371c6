import CurlTransport
import DynamoDBStore
import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("DynamoDB in trouble", .timeLimit(.minutes(20)), .enabled(if: AWSServer.isWanted, "TEST_PYTHON is not set"))
struct TroubleTests {
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    struct Fault: NamedCase {
        let name: String
        var table: String?
        var changes: [String: String] = [:]
        let says: String
    }

    @Test(
        "What is wrong with table, region or credentials is said",
        arguments: [
            Fault(
                name: "no such table", table: "nobody-made-it",
                says: "could not open the store: there is no table nobody-made-it in this account and region"),
            Fault(
                name: "another region", changes: ["AWS_REGION": "us-east-1"],
                says: "could not open the store: there is no table"),
            Fault(
                name: "an unknown key", changes: ["AWS_ACCESS_KEY_ID": "AKIDUNKNOWN"],
                says: "could not open the store: AWS refused it: it does not know the access key or the session token"),
            Fault(
                name: "a wrong secret", changes: ["AWS_SECRET_ACCESS_KEY": "sesame"],
                says: "could not open the store: AWS refused it: the secret access key is not the access key's, or this machine's"
            ),
            Fault(name: "no region", changes: ["AWS_REGION": ""], says: "AWS_REGION is missing"),
            Fault(
                name: "no credentials", changes: ["AWS_SECRET_ACCESS_KEY": ""],
                says: "there are no credentials for AWS: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or"),
            Fault(name: "no name", table: "a/b", says: "the store's URL must be dynamodb: and a table's name"),
        ])
    func probe(_ fault: Fault) async throws {
        let table = try await TestTable()
        let environment = table.environment.merging(fault.changes) { $1 }
        let error = await #expect(throws: StoreError.self) {
            try await DynamoDBStore(
                storeURL: "dynamodb:\(fault.table ?? table.name)", environment: environment, transport: CurlTransport()
            ).probe()
        }
        #expect(error?.description.hasPrefix(fault.says) == true, "\(String(describing: error))")
        #expect(error?.description.contains("sesame") == false)
    }

    @Test("The table of template.yaml is taken, and one without its indexes is not")
    func form() async throws {
        let table = try await TestTable()
        try await table.store().probe()
        let plain = StubTransport { _ throws(TransportError) in
            let answer: JSON = [
                "Table": [
                    "TableStatus": "ACTIVE",
                    "KeySchema": [["AttributeName": "pk", "KeyType": "HASH"], ["AttributeName": "sk", "KeyType": "RANGE"]],
                ]
            ]
            return HTTPAnswer(status: 200, body: answer.canonicalBytes)
        }
        let error = await #expect(throws: StoreError.self) { try await table.store(plain).probe() }
        #expect(error?.description.contains("must have the index ByList, as in template.yaml") == true)
    }

    @Test("What no item can hold is refused for good, with the code that says so, and nothing is written")
    func large() async throws {
        let store = try await TestTable().store().acme
        let text = String(repeating: "é", count: 210_000)
        let error = await #expect(throws: StoreError.self) {
            try await store.appendTimeline(
                sessionID: "ses_1", entry: TimelineEntry(id: "m1", role: .customer, text: text, createdAt: now))
        }
        #expect(error?.result.status == .failed)
        #expect(error?.result.code == .tooLargeToStore)
        #expect(try await store.timeline(sessionID: "ses_1", limit: 9).isEmpty)
        // The largest that there may be is kept.
        let entry = TimelineEntry(
            id: "m2", role: .customer, text: String(repeating: "x", count: 400_000), createdAt: now)
        #expect(try await store.appendTimeline(sessionID: "ses_1", entry: entry))
        #expect(try await store.timeline(sessionID: "ses_1", limit: 9) == [entry])
    }

    @Test("A conversation of several pages is read whole, and deleted in batches")
    func pages() async throws {
        let store = try await TestTable().store().acme
        let text = String(repeating: "x", count: 300_000)
        for index in 0..<9 {
            let entry = TimelineEntry(
                id: "m\(index)", role: .customer, text: text, createdAt: now + Double((index * 4) % 9))
            _ = try await store.appendTimeline(sessionID: "ses_1", entry: entry)
        }
        let read = try await store.timeline(sessionID: "ses_1", limit: 5)
        #expect(read.map(\.createdAt) == (4..<9).map { now + Double($0) })
        #expect(try await store.deleteTimeline(sessionID: "ses_1", limit: 7) == 7)
        #expect(try await store.deleteTimeline(sessionID: "ses_1", limit: 7) == 2)
    }

    struct Time: NamedCase {
        let name: String
        /// The work's deadline, from now.
        let left: Double
        let call: @Sendable (DynamoDBStore, Date) async throws -> Void
        /// For how long AWS is waited for at most, in seconds; nil: it is not asked.
        let timeout: Double?
    }

    /// As with PostgreSQL: what AWS does not answer is a wait, and what was begun is given back all the same.
    @Test(
        "A table that does not answer is not waited for until the deadline, and giving back has time of its own",
        arguments: [
            Time(
                name: "a read", left: 9, call: { _ = try await $0.store(of: "acme", until: $1).erasedAt(sessionID: "s") },
                timeout: 8.5),
            Time(
                name: "a read too late", left: -1,
                call: { _ = try await $0.store(of: "acme", until: $1).erasedAt(sessionID: "s") }, timeout: nil),
            Time(
                name: "a lease too late", left: -1,
                call: { try await $0.store(of: "acme", until: $1).releaseLease(name: "post:1", owner: "o") }, timeout: 2),
            Time(
                name: "an effect too late", left: -1,
                call: { try await $0.store(of: "acme", until: $1).finishEffect(key: "k", hubSpotID: "1") }, timeout: 2),
            Time(
                name: "the rate limits, before each call of HubSpot", left: 60,
                call: { _ = try await $0.rateLimits(of: "acme", until: $1)?.read() }, timeout: 2.5),
        ])
    func time(_ row: Time) async throws {
        let table = try await TestTable()
        let transport = StubTransport { _ throws(TransportError) in throw TransportError(.notSent, "on purpose") }
        var ambient = Ambient.live
        ambient.sleep = { _ in }
        let store = try table.store(transport, ambient: ambient)
        let error = await #expect(throws: StoreError.self) { try await row.call(store, Date() + row.left) }
        #expect(error?.result.code == .storeUnavailable)
        let longest = transport.calls.map(\.timeout).max()
        #expect((longest == nil) == (row.timeout == nil))
        // On a busy machine some of the time has gone by when the call is made.
        if let longest, let timeout = row.timeout { #expect(longest <= timeout && longest > timeout / 10) }
    }

    @Test("A call that AWS throttles waits, and ends before the deadline")
    func throttled() async throws {
        let table = try await TestTable()
        let clock = TestClock()
        let transport = StubTransport { _ throws(TransportError) in
            HTTPAnswer(status: 400, body: Array(#"{"__type":"x#ProvisionedThroughputExceededException"}"#.utf8))
        }
        let store = try table.store(transport, ambient: clock.ambient).store(of: "acme", until: clock.now + 1)
        let error = await #expect(throws: StoreError.self) { try await store.erasedAt(sessionID: "ses_1") }
        #expect(error?.result.code == .storeUnavailable)
        #expect(error?.description.contains("ProvisionedThroughputExceededException") == true)
        #expect(!clock.slept.isEmpty && clock.slept.reduce(0, +) < 1)
    }
}
