import FoundationEssentials
import Logging
import RelayCore
import Synchronization
import TestSupport
import Testing

@testable import HubSpotAPI

/// Seen through the clients of two machines: what one learns counts for the other.
@Suite("HubSpot's rate limits over several machines")
struct SharedRateLimitsTests {
    /// The item in the store; or a store that cannot be reached.
    private final class Item: SharedRateLimits {
        private let record: Mutex<SharedRateLimitsRecord?>
        private let isDown: Bool
        private let isBusy: Bool
        /// What each look at it takes.
        private let onRead: @Sendable () -> Void

        /// - Parameters:
        ///   - text: What it holds.
        ///   - isBusy: Somebody else always comes first.
        init(
            _ text: String? = nil, isDown: Bool = false, isBusy: Bool = false, onRead: @escaping @Sendable () -> Void = {}
        ) {
            record = Mutex(text.map { SharedRateLimitsRecord(text: $0, version: 1) })
            self.isDown = isDown
            self.isBusy = isBusy
            self.onRead = onRead
        }

        func read() async throws(StoreError) -> SharedRateLimitsRecord? {
            onRead()
            if isDown { throw StoreError("could not read the rate limits") }
            return record.withLock { $0 }
        }

        func write(_ text: String, over version: Int?) async throws(StoreError) -> Bool {
            record.withLock { record in
                guard !isBusy, record?.version == version else { return false }
                record = SharedRateLimitsRecord(text: text, version: (version ?? 0) + 1)
                return true
            }
        }
    }

    private static func told(_ remaining: Int) -> [String: String] {
        ["x-hubspot-ratelimit-max": "100", "x-hubspot-ratelimit-remaining": "\(remaining)"]
    }

    struct Case: NamedCase {
        let name: String
        let answer: Result<HTTPAnswer, TransportError>
        var asksSearch = false
        /// How long the other machine's call waits, in seconds; nil: it is not sent.
        let waits: Double?
    }

    @Test(
        "What one machine is told holds the other's next call back",
        arguments: [
            Case(name: "plenty is left", answer: .json(["id": "1"], headers: told(50)), waits: 0),
            Case(name: "nothing is left", answer: .json(["id": "1"], headers: told(0)), waits: 1.1),
            Case(
                name: "a refusal",
                answer: .json(["policyName": "TEN_SECONDLY_ROLLING"], status: 429, headers: ["retry-after": "9"]), waits: nil),
            Case(
                name: "a refusal of searches, which this is none of",
                answer: .json(["policyName": "SECONDLY"], status: 429, headers: ["retry-after": "9"]), waits: 0),
            Case(
                name: "a refusal of searches",
                answer: .json(["policyName": "SECONDLY"], status: 429, headers: ["retry-after": "9"]), asksSearch: true,
                waits: nil),
            Case(name: "the daily limit", answer: .json(["policyName": "DAILY"], status: 429), waits: 0),
        ])
    func holdsBack(_ row: Case) async throws {
        let clock = TestClock()
        let item = Item()
        let transport = StubTransport([row.answer, .json(["id": "2", "results": []])])
        _ = try? await client(transport, clock: clock, sharedLimits: item).thread("55")
        let other = client(transport, clock: clock, sharedLimits: item)
        do throws(HubSpotError) {
            if row.asksSearch {
                _ = try await other.tickets(contactID: "9", properties: [])
            } else {
                _ = try await other.thread("55")
            }
            #expect(abs(clock.slept.reduce(0, +) - (row.waits ?? -1)) < 0.001)
        } catch {
            #expect(row.waits == nil && error.category == .rateLimited && error.status == nil, "\(error)")
        }
    }

    @Test("Four searches a second are sent by all machines together")
    func searches() async throws {
        let clock = TestClock()
        let item = Item()
        let transport = StubTransport { _ throws(TransportError) in
            HTTPAnswer(status: 200, body: JSON.object(["results": []]).canonicalBytes)
        }
        for _ in 0..<4 {
            _ = try await client(transport, clock: clock, sharedLimits: item).tickets(contactID: "9", properties: [])
        }
        #expect(clock.slept.isEmpty)
        _ = try await client(transport, clock: clock, sharedLimits: item).tickets(contactID: "9", properties: [])
        #expect(clock.slept == [1])
    }

    @Test("Machines that call at once take together no more than there is", arguments: [8, 30])
    func together(_ machines: Int) async throws {
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        let item = Item()
        var known = RateLimits()
        known.window = .init(max: 100, interval: 10, remaining: 60, seenAt: now)
        #expect(try await item.write(known.text, over: nil))
        let turns = await withTaskGroup(of: [RateLimits.Turn].self) { group in
            for _ in 0..<machines {
                let limits = CommonRateLimits(
                    limiter: RateLimiter(), shared: item, clock: { now },
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
                group.addTask {
                    var turns: [RateLimits.Turn] = []
                    for _ in 0..<(120 / machines) {
                        turns.append(await limits.takeTurn(isSearch: false, now: now, longestWait: 0))
                    }
                    return turns
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        // The last tenth is left.
        #expect(turns.count { $0 == .now } == 50)
    }

    @Test("Where the store cannot be asked, the process keeps to what it knows itself, and says so")
    func down() async throws {
        let clock = TestClock()
        let lines = LogLines()
        let transport = StubTransport { _ throws(TransportError) in
            HTTPAnswer(status: 200, headers: Self.told(0), body: JSON.object(["id": "1"]).canonicalBytes)
        }
        let client = client(
            transport, clock: clock, sharedLimits: Item(isDown: true),
            logger: Logger(label: "test") { _ in LineLogHandler(level: .warning, asText: false) { lines.append($0) } })
        _ = try await client.thread("55")
        _ = try await client.thread("55")
        #expect(clock.slept.count == 1 && abs(clock.slept[0] - 1.1) < 0.001)
        #expect(!lines.all.isEmpty && lines.all.allSatisfy { $0.contains("rate limits could not be shared") })
    }

    struct Trouble: NamedCase {
        let name: String
        var isDown = false
        var isBusy = false
        /// What a look takes, in seconds.
        let takes: Double
        let looks: Int
    }

    @Test(
        "What others know is looked for a short time alone, and where that failed, no more for a while",
        arguments: [
            Trouble(name: "others come first, slowly", isBusy: true, takes: 0.3, looks: 4),
            Trouble(name: "others come first, quickly", isBusy: true, takes: 0.001, looks: 100),
            Trouble(name: "it cannot be asked", isDown: true, takes: 2.5, looks: 1),
        ])
    func patience(_ row: Trouble) async throws {
        let clock = TestClock()
        let looks = Mutex(0)
        let known = Self.limits(.init(max: 100, interval: 10, remaining: 60, seenAt: clock.now))
        let item = Item(known.text, isDown: row.isDown, isBusy: row.isBusy) {
            looks.withLock { $0 += 1 }
            clock.advance(row.takes)
        }
        let limits = CommonRateLimits(
            limiter: RateLimiter(), shared: item, clock: { clock.now },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        limits.limiter.note(Self.told(50), now: clock.now)
        #expect(await limits.takeTurn(isSearch: false, now: clock.now, longestWait: 0) == .now)
        #expect(looks.withLock { $0 } == row.looks)
        guard row.isDown else { return }
        #expect(await limits.takeTurn(isSearch: false, now: clock.now, longestWait: 0) == .now)
        #expect(looks.withLock { $0 } == row.looks)
        clock.advance(11)
        _ = await limits.takeTurn(isSearch: false, now: clock.now, longestWait: 0)
        #expect(looks.withLock { $0 } == row.looks + 1)
    }

    @Test("No pause that HubSpot asks for keeps all machines from asking again for more than minutes")
    func longestPause() async throws {
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        let item = Item()
        let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let one = CommonRateLimits(limiter: RateLimiter(), shared: item, clock: { now }, logger: silent)
        await one.noteRefusal(.tenSeconds, retryAfter: 86_400, now: now)
        let other = CommonRateLimits(limiter: RateLimiter(), shared: item, clock: { now }, logger: silent)
        #expect(await other.takeTurn(isSearch: false, now: now + 299, longestWait: 0) != .now)
        #expect(await other.takeTurn(isSearch: false, now: now + 301, longestWait: 0) == .now)
    }

    struct Text: NamedCase {
        let name: String
        let limits: RateLimits
    }

    private static let now = Date(timeIntervalSince1970: 1_790_000_000.125)

    private static func limits(
        _ window: RateLimits.Window? = nil, _ pauses: [HubSpotError.Limit: Date] = [:], _ searches: [Date] = []
    ) -> RateLimits {
        var limits = RateLimits()
        (limits.window, limits.pauses, limits.searches) = (window, pauses, searches)
        return limits
    }

    @Test(
        "What is shared comes out as it was told",
        arguments: [
            Text(name: "nothing", limits: limits()),
            Text(name: "a window", limits: limits(.init(max: 190, interval: 10, remaining: 42.5, seenAt: now))),
            Text(name: "turns given ahead", limits: limits(.init(max: 100, interval: 1.5, remaining: -3.25, seenAt: now))),
            Text(name: "pauses", limits: limits(nil, [.second: now + 1, .tenSeconds: now + 9])),
            Text(name: "searches", limits: limits(nil, [:], [now, now + 0.25, now + 1])),
        ])
    func text(_ row: Text) { #expect(RateLimits(row.limits.text) == row.limits) }

    @Test("What is none is begun anew", arguments: ["", "no", "[]", "7"])
    func none(_ text: String) { #expect(RateLimits(text) == nil) }

    @Test(
        "A window that makes no sense is left out, and no more searches are kept than count",
        arguments: [
            #"{"window":{"max":0,"interval":10000,"remaining":1,"seenAt":1}}"#,
            #"{"window":{"max":100,"interval":-1,"remaining":1,"seenAt":1}}"#, #"{"window":{"max":100}}"#,
            #"{"window":"w","pauses":{"HOURLY":1},"searches":["x"]}"#,
        ])
    func nonsense(_ text: String) { #expect(RateLimits(text) == RateLimits()) }
}
