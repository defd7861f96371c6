import Foundation
import HostCore
import HostDelivery
import PostgresClient
import RelayCore

extension PostgresEventQueue {
    package func add(_ deliveries: [NewDelivery], now: Date) async throws -> Int {
        if deliveries.isEmpty { return 0 }
        // Once more, none is added twice.
        let added = try await run(.harmless) { statements in
            try statements.run("INSERT INTO queue_event \(Self.rows(from: 1))", Self.values(deliveries, now))
        }
        ringLater()
        // They may have been added by a first try whose answer was lost: then nobody else wakes this host.
        if added < deliveries.count { lookAgain() }
        return added
    }

    package func lease(
        _ limit: Int, for function: String, owner: String, until end: Date, now: Date
    ) async throws -> LeasedDeliveries {
        let now = Timestamp.milliseconds(now)
        // Once more, it would leave what it leased before to nobody until the lease ends.
        return try await run(.never) { statements in
            let rows = try statements.rows(
                """
                WITH next AS (
                    SELECT id FROM queue_event WHERE function = $1 AND dead_code IS NULL AND due <= $2
                        AND (lease_owner IS NULL OR (lease_end <= $2 AND (lease_owner <> $3 OR lease_end <= $6)))
                    ORDER BY due, id LIMIT $4 FOR UPDATE SKIP LOCKED)
                UPDATE queue_event AS event SET lease_owner = $3, lease_end = $5, leases = leases + 1
                FROM next WHERE event.id = next.id
                RETURNING event.id, organization, source, event_id, type, body, leases, queued, due, attempts, wait_code, wait_since,
                    waits, \(PostgresStatements.withoutDisk)
                """,
                [
                    .text(function), .integer(now), .text(owner), .integer(limit), .integer(Timestamp.milliseconds(end)),
                    .integer(now - Self.ownGrace),
                ])
            let deliveries = try rows.map { try LeasedDelivery($0, owner: owner) }.sorted {
                ($0.due, $0.lease.id) < ($1.due, $1.lease.id)
            }
            if deliveries.count == limit { return LeasedDeliveries(deliveries: deliveries, nextDue: nil) }
            let nextDue = try statements.row(
                """
                SELECT min(due) FROM (
                    (SELECT due FROM queue_event WHERE function = $1 AND dead_code IS NULL AND due > $2 ORDER BY due LIMIT 1)
                    UNION ALL
                    SELECT lease_end + CASE WHEN lease_owner = $3 THEN $4::bigint ELSE 0 END
                        FROM queue_event WHERE function = $1 AND dead_code IS NULL AND due <= $2
                            AND (lease_owner <> $3 OR lease_end <= $2)) AS later
                """, [.text(function), .integer(now), .text(owner), .integer(Self.ownGrace)])?.integer(0)
            return LeasedDeliveries(deliveries: deliveries, nextDue: nextDue.map(Timestamp.date(milliseconds:)))
        }
    }

    /// A host takes an event again that it has leased itself so many milliseconds after the lease has ended: what it works on, it
    /// renews. An event of which the server's answer did not come stands under its name, and it does not know.
    private static let ownGrace = 60_000

    package func renew(_ leases: [Lease], until end: Date) async throws -> Set<Lease> {
        try await run(.harmless) { statements in
            let rows = try statements.rows(
                """
                UPDATE queue_event AS event SET lease_end = $1
                FROM unnest($2::bigint[], $3::text[], $4::bigint[]) AS held (id, owner, number)
                WHERE event.id = held.id AND lease_owner = held.owner AND leases = held.number
                RETURNING event.id, lease_owner, leases, \(PostgresStatements.withoutDisk)
                """,
                [
                    .integer(Timestamp.milliseconds(end)), .integers(leases.map { Int($0.id) }), .texts(leases.map(\.owner)),
                    .integers(leases.map(\.number)),
                ])
            return Set(
                try rows.map { Lease(id: Int64(try $0.number(0)), owner: try $0.string(1), number: try $0.number(2)) })
        }
    }

    package func complete(_ lease: Lease, emitting deliveries: [NewDelivery], now: Date) async throws -> Int {
        let added = try await ending { statements in
            if deliveries.isEmpty {
                let count = try statements.run(
                    "DELETE FROM queue_event WHERE id = $1 AND lease_owner = $2 AND leases = $3", Self.values(lease))
                return count > 0 ? 0 : nil
            }
            // One statement: both or neither.
            let row = try statements.row(
                """
                WITH done AS (
                    DELETE FROM queue_event WHERE id = $1 AND lease_owner = $2 AND leases = $3 RETURNING id),
                added AS (
                    INSERT INTO queue_event \(Self.rows(from: 4)) RETURNING id)
                SELECT (SELECT count(*) FROM done), (SELECT count(*) FROM added)
                """, Self.values(lease) + Self.values(deliveries, now))
            return try row?.number(0) == 1 ? try row?.number(1) : nil
        }
        if added > 0 { ringLater() }
        return added
    }

    package func postpone(_ lease: Lease, until due: Date, _ tries: DeliveryTries, message: String?) async throws {
        try await ending { statements in
            try statements.run(
                """
                UPDATE queue_event SET lease_owner = NULL, lease_end = NULL, due = $4, message = $5, attempts = $6, wait_code = $7,
                    wait_since = $8, waits = $9
                WHERE id = $1 AND lease_owner = $2 AND leases = $3
                """,
                Self.values(lease) + [
                    .integer(Timestamp.milliseconds(due)), .text(message), .integer(tries.faults),
                    .text(tries.wait?.code.rawValue),
                    .integer((tries.wait?.since).map(Timestamp.milliseconds)), .integer(tries.wait?.count ?? 0),
                ]) > 0 ? () : nil
        }
    }

    package func bury(_ lease: Lease, code: ReasonCode, message: String?, now: Date) async throws {
        try await ending { statements in
            try statements.run(
                """
                UPDATE queue_event SET lease_owner = NULL, lease_end = NULL, wait_code = NULL, wait_since = NULL, waits = 0,
                    dead_code = $4, dead_since = $5, message = $6
                WHERE id = $1 AND lease_owner = $2 AND leases = $3
                """,
                Self.values(lease) + [.text(code.rawValue), .integer(Timestamp.milliseconds(now)), .text(message)]) > 0 ? () : nil
        }
    }

    /// Ends a delivery.
    /// - Parameter work: Gives nil where the lease is lost.
    private func ending<Value: Sendable>(
        _ work: @escaping @Sendable (PostgresStatements) throws -> Value?
    ) async throws -> Value {
        guard let value = try await run(.never, work) else {
            // The try before this one may have come to its end unheard; then what it did is to be found.
            lookAgain()
            throw LeaseLost()
        }
        return value
    }

    // MARK: Rows

    private static func values(_ lease: Lease) -> [PostgresValue] {
        [.integer(Int(lease.id)), .text(lease.owner), .integer(lease.number)]
    }

    /// The rows of ``values(_:_:)``, each unless it is there; in ``complete(_:emitting:now:)`` only where the event was the caller's.
    /// - Parameter first: The number of their first parameter.
    private static func rows(from first: Int) -> String {
        func parameter(_ offset: Int, _ type: String) -> String { "$\(first + offset)::\(type)" }
        return """
            (key, function, organization, source, event_id, type, body, due, queued)
            SELECT fresh.*, \(parameter(8, "bigint")) FROM unnest(\(parameter(0, "bytea[]")), \(parameter(1, "text[]")),
                \(parameter(2, "text[]")), \(parameter(3, "text[]")), \(parameter(4, "text[]")), \(parameter(5, "text[]")),
                \(parameter(6, "bytea[]")), \(parameter(7, "bigint[]"))) AS fresh
            \(first == 1 ? "" : "WHERE EXISTS (SELECT FROM done)") ON CONFLICT (key) DO NOTHING
            """
    }

    private static func values(_ deliveries: [NewDelivery], _ now: Date) -> [PostgresValue] {
        let queued = Timestamp.milliseconds(now)
        return [
            .byteStrings(deliveries.map(\.digest)), .texts(deliveries.map(\.function)),
            .texts(deliveries.map(\.event.key.organization)), .texts(deliveries.map(\.event.key.source)),
            .texts(deliveries.map(\.event.key.id)), .texts(deliveries.map(\.event.type)),
            .byteStrings(deliveries.map(\.event.bytes)),
            .integers(deliveries.map { $0.event.notBefore.map(Timestamp.milliseconds) ?? queued }), .integer(queued),
        ]
    }
}

extension NewDelivery {
    /// The same for the same event on its way to the same function.
    fileprivate var digest: [UInt8] {
        let key = event.key
        let parts = [function, key.organization, key.source, key.id]
        // With lengths: no two read the same.
        return ShortHash.bytes(of: parts.map { "\($0.utf8.count):\($0)" }.joined(), count: 32)
    }
}

extension LeasedDelivery {
    fileprivate init(_ row: PostgresRow, owner: String) throws {
        self.init(
            lease: Lease(id: Int64(try row.number(0)), owner: owner, number: try row.number(6)), event: try EncodedEvent(row),
            tries: DeliveryTries(faults: try row.number(9), wait: DeliveryWait(code: row.text(10), row, since: 11)),
            queued: Timestamp.date(milliseconds: try row.number(7)), due: Timestamp.date(milliseconds: try row.number(8)))
    }
}

extension EncodedEvent {
    /// Of the columns organization, source, event_id, type and body, the second and those after it.
    init(_ row: PostgresRow) throws {
        self.init(
            key: EventKey(organization: try row.string(1), source: try row.string(2), id: try row.string(3)),
            type: try row.string(4), bytes: try row.data(5))
    }
}

extension DeliveryWait {
    /// - Parameter since: The column of when it began; the next is how often it was waited.
    init?(code: String?, _ row: PostgresRow, since: Int32) {
        guard let code = code.flatMap(ReasonCode.init(rawValue:)), let date = row.integer(since) else { return nil }
        self.init(code: code, since: Timestamp.date(milliseconds: date), count: row.integer(since + 1) ?? 0)
    }
}
