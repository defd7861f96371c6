import Foundation
import HostCore
import HostDelivery
import PostgresClient
import RelayCore
import Synchronization

/// A queue that any number of hosts share: a table of a PostgreSQL database.
///
/// Who leases an event skips the rows that another host is about to lease; nobody waits for anybody. What a call has done is on the
/// server's disk when it returns, but for a lease and its renewal: a server that forgets one lets the event be delivered once more, and its claim is taken.
package final class PostgresEventQueue: HostQueue {
    let database: PostgresDatabase
    private let url: PostgresURL
    private let arrival: AsyncStream<Void>.Continuation
    private let rings = Mutex((task: Task<Void, Never>?.none, isDue: false))
    private let listener = Mutex<PostgresListener?>(nil)
    /// Tells this host's own notes from others'.
    private let name = UUID().uuidString

    package let arrivals: AsyncStream<Void>

    private static let channel = "deskrelay_queue"
    /// Seconds after which a host looks all the same, for what a host left that ended.
    private let look: TimeInterval

    /// Connects with the first call.
    /// - Parameters:
    ///   - connections: How many calls are made at once.
    ///   - look: After how many seconds its host looks all the same, told or not.
    /// - Throws: ``HostError`` for a text that is no URL of a PostgreSQL database.
    package init(url: String, connections: Int = 8, look: TimeInterval = 10) throws(HostError) {
        guard let url = PostgresURL(url) else { throw HostError("the queue's URL is none that PostgreSQL's library reads") }
        self.url = url
        self.look = look
        database = PostgresDatabase(url, .queue, connections: connections)
        (arrivals, arrival) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    package func host(of functions: [String], now: Date) async throws {
        let codes = ReasonCode.allCases.filter(\.isMendedByStart).map(\.rawValue)
        let place = try await run(.harmless) { statements in
            try statements.run(
                """
                UPDATE queue_event SET due = $1
                WHERE wait_code = ANY ($2::text[]) AND function = ANY ($3::text[]) AND due > $1 AND lease_owner IS NULL
                """, [.integer(Timestamp.milliseconds(now)), .texts(codes), .texts(functions)])
            return try statements.row("SELECT current_schema()::text")?.text(0) ?? ""
        }
        // Other deployments in the same database are heard too.
        let isForeign: @Sendable (String) -> Bool = { [name] in $0.hasPrefix(name) || !$0.hasSuffix(" " + place) }
        let listener = PostgresListener(url, channel: Self.channel, pause: look) { [arrival] note in
            if let note, isForeign(note) { return }
            arrival.yield()
        }
        self.listener.withLock { $0 = listener }
    }

    package func ring() async {
        // A host does not hear its own notes.
        arrival.yield()
        // To its end: a program that ends while a connection is made crashes in what libraries clear up.
        await ringing().value
    }

    /// Whether others are being told of something.
    var isRinging: Bool { rings.withLock { $0.task != nil } }

    private func tellOthers() async {
        // Who is not woken looks by itself a little later.
        _ = try? await run(.harmless) { [name] statements in
            try statements.run(
                "SELECT pg_notify($1, $2 || ' ' || current_schema())", [.text(Self.channel), .text(name)])
        }
    }

    /// After events were added here, for hosts that have room while this one has none. Nobody waits for it: a note holds up
    /// every other one until its transaction ends. One note at a time: what comes meanwhile is told by the next.
    func ringLater() { _ = ringing() }

    private func ringing() -> Task<Void, Never> {
        rings.withLock { rings in
            rings.isDue = true
            if let task = rings.task { return task }
            let task = Task { while takeDue() { await tellOthers() } }
            rings.task = task
            return task
        }
    }

    private func takeDue() -> Bool {
        rings.withLock { rings in
            if !rings.isDue { rings.task = nil }
            defer { rings.isDue = false }
            return rings.isDue
        }
    }

    /// Something may have been changed that this host was not told.
    func lookAgain() { arrival.yield() }

    @discardableResult
    func run<Value: Sendable>(
        _ repeating: PostgresDatabase.Repeating, _ work: @escaping @Sendable (PostgresStatements) throws -> Value
    ) async throws -> Value {
        try await database.run(repeating) { connection, end in try work(PostgresStatements(connection: connection, end: end)) }
    }

    package func counts() async throws -> QueueCounts {
        try await run(.harmless) { statements in
            let row = try statements.row(
                """
                SELECT count(*) FILTER (WHERE dead_code IS NULL), count(*) FILTER (WHERE lease_owner IS NOT NULL),
                    count(*) FILTER (WHERE dead_code IS NOT NULL) FROM queue_event
                """)
            return QueueCounts(waiting: try row?.number(0) ?? 0, leased: try row?.number(1) ?? 0, dead: try row?.number(2) ?? 0)
        }
    }
}
