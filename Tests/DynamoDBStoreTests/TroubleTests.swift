import CurlTransport
import DynamoDBStore
import Foundation
import RelayCore
import Synchronization
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
                storeURL: "dynamodb:\(fault.table ?? table.name)", environment: environment, retentionDays: 30,
                transport: CurlTransport()
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

    struct Batch: NamedCase {
        let name: String
        /// How often DynamoDB takes one of the messages alone; nil: it takes none.
        let portions: Int?
        var left: Double = 60
        let pauses: Int
        var isDone = true
    }

    @Test(
        "What DynamoDB had no room for in a batch is sent again, with pauses that grow, until the deadline",
        arguments: [
            Batch(name: "at once", portions: 0, pauses: 0), Batch(name: "in parts", portions: 3, pauses: 3),
            Batch(name: "for too long", portions: nil, pauses: 9, isDone: false),
            Batch(name: "no time", portions: 3, left: 0.55, pauses: 0, isDone: false),
        ])
    func batch(_ row: Batch) async throws {
        let table = try await TestTable()
        let clock = TestClock(now: Date())
        let portions = Mutex(row.portions ?? .max)
        let transport = StubTransport { call throws(TransportError) in
            let input = (try? JSON.parse(call.body ?? [])) ?? .null
            guard let requests = input["RequestItems"]?[table.name]?.array else {
                let items = (0..<5).map { JSON.object(["pk": ["S": "acme/timeline/ses_1"], "sk": ["S": .string("m\($0)")]]) }
                return HTTPAnswer(status: 200, body: JSON.object(["Items": .array(items)]).canonicalBytes)
            }
            let isPart = portions.withLock { portions in
                portions -= 1
                return portions >= 0
            }
            let rest = isPart ? Array(requests.dropFirst(row.portions == nil ? 0 : 1)) : []
            let unprocessed: JSON = rest.isEmpty ? [:] : .object(JSONObject([(table.name, .array(rest))]))
            return HTTPAnswer(status: 200, body: JSON.object(["UnprocessedItems": unprocessed]).canonicalBytes)
        }
        let store = try table.store(transport, ambient: clock.ambient).store(of: "acme", until: Date() + row.left)
        do throws(StoreError) {
            let count = try await store.deleteTimeline(sessionID: "ses_1", limit: 9)
            #expect(row.isDone && count == 5)
        } catch {
            #expect(!row.isDone && error.result.code == .storeUnavailable, "\(error)")
        }
        #expect(clock.slept.count == row.pauses)
        let first = clock.slept.prefix(3)
        #expect(zip(first, first.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test("A session of more contacts than a transaction holds is deleted whole, also after a call that failed")
    func manyContacts() async throws {
        let table = try await TestTable()
        let contacts = (1...120).map { "\($0)" }
        let session = Session(
            id: "ses_1", threadID: "7", channel: .email, otherContactIDs: contacts, createdAt: now, updatedAt: now)
        _ = try await table.store().acme.createSession(session)
        let hasFailed = Mutex(false)
        let transport = RefusingTransport { call in
            guard call.header("x-amz-target")?.hasSuffix(".DeleteItem") == true else { return false }
            return hasFailed.withLock { hasFailed in
                defer { hasFailed = true }
                return !hasFailed
            }
        }
        await #expect(throws: StoreError.self) { try await table.store(transport).acme.deleteSession(id: "ses_1") }
        // Whoever deletes it again still finds it.
        #expect(try await table.store().acme.session(id: "ses_1") != nil)
        try await table.store().acme.deleteSession(id: "ses_1")
        #expect(try JSON.parse(try await table.contents()) == [])
    }

    @Test("A long name in other letters than ASCII's fits into an index")
    func longNames() async throws {
        let table = try await TestTable()
        let id = "ses_" + String(repeating: "😀", count: 600)
        let session = Session(id: id, threadID: "7", channel: .email, createdAt: now, updatedAt: now)
        _ = try await table.store().acme.createSession(session)
        let items = try JSON.parse(try await table.contents()).array ?? []
        let places = items.compactMap { $0["at"]?["S"]?.string?.utf8.count }
        // Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
        #expect(places.count == 1 && places.allSatisfy { $0 <= 1024 })
        #expect(try await table.store().acme.newestSessionIDs(state: nil, before: nil, limit: 9) == [id])
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
