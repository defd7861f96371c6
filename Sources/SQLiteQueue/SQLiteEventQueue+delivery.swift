import Foundation
import GRDB
import HostCore
import HostDelivery
import RelayCore

extension SQLiteEventQueue {
    package func add(_ deliveries: [NewDelivery], now: Date) async throws -> Int {
        try await writes.write { try Self.insert(deliveries, now: now, $0) }
    }

    package func lease(
        _ limit: Int, for function: String, owner: String, until end: Date, now: Date
    ) async throws -> LeasedDeliveries {
        // No host outlives a power cut, and the next one frees what was leased.
        try await writes.write(outlastsPowerCut: false) { database in
            let now = Timestamp.milliseconds(now)
            let rows = try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        UPDATE event SET leaseOwner = ?1, leaseEnd = ?2, leases = leases + 1 WHERE id IN (
                            SELECT id FROM event WHERE function = ?3 AND deadCode IS NULL AND due <= ?4
                                AND (leaseOwner IS NULL OR (leaseEnd <= ?4 AND leaseOwner <> ?1))
                            ORDER BY due, id LIMIT ?5)
                        RETURNING id, organization, source, eventID, type, body, queued, due, leases,
                            attempts, waitCode, waitSince, waits
                        """), arguments: [owner, Timestamp.milliseconds(end), function, now, limit])
            let deliveries = rows.map { LeasedDelivery($0, owner: owner) }.sorted {
                ($0.due, $0.lease.id) < ($1.due, $1.lease.id)
            }
            let nextDue = deliveries.count < limit ? try Self.nextDue(function, owner, now, database) : nil
            return LeasedDeliveries(deliveries: deliveries, nextDue: nextDue.map(Timestamp.date(milliseconds:)))
        }
    }

    /// When the next event of the function is due, or can be taken over from another host.
    private static func nextDue(_ function: String, _ owner: String, _ now: Int, _ database: Database) throws -> Int? {
        try Int.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT min(due) FROM (
                        SELECT * FROM (SELECT due FROM event WHERE function = ?1 AND deadCode IS NULL AND due > ?3 ORDER BY due LIMIT 1)
                        UNION ALL
                        SELECT leaseEnd FROM event WHERE function = ?1 AND deadCode IS NULL AND due <= ?3 AND leaseOwner <> ?2)
                    """), arguments: [function, owner, now])
    }

    package func renew(_ leases: [Lease], until end: Date) async throws -> Set<Lease> {
        try await writes.write(outlastsPowerCut: false) { database in
            var kept: Set<Lease> = []
            for lease in leases {
                let isKept = try Self.change(
                    lease, "UPDATE event SET leaseEnd = ?", [Timestamp.milliseconds(end)], database)
                if isKept { kept.insert(lease) }
            }
            return kept
        }
    }

    package func complete(_ lease: Lease, emitting deliveries: [NewDelivery], now: Date) async throws -> Int {
        let added = try await writes.write { database in
            try Self.change(lease, "DELETE FROM event", [], database)
                ? try Self.insert(deliveries, now: now, database) : nil
        }
        guard let added else { throw LeaseLost() }
        return added
    }

    package func postpone(_ lease: Lease, until due: Date, _ tries: DeliveryTries, message: String?) async throws {
        let isHeld = try await writes.write { database in
            try Self.change(
                lease,
                """
                UPDATE event SET leaseOwner = NULL, leaseEnd = NULL, due = ?, message = ?, attempts = ?, waitCode = ?, waitSince = ?,
                    waits = ?
                """,
                [
                    Timestamp.milliseconds(due), message, tries.faults, tries.wait?.code.rawValue,
                    (tries.wait?.since).map(Timestamp.milliseconds), tries.wait?.count ?? 0,
                ], database)
        }
        guard isHeld else { throw LeaseLost() }
    }

    package func bury(_ lease: Lease, code: ReasonCode, message: String?, now: Date) async throws {
        let isHeld = try await writes.write { database in
            try Self.change(
                lease,
                """
                UPDATE event SET leaseOwner = NULL, leaseEnd = NULL, waitCode = NULL, waitSince = NULL, waits = 0, deadCode = ?,
                    deadSince = ?, message = ?
                """, [code.rawValue, Timestamp.milliseconds(now), message], database)
        }
        guard isHeld else { throw LeaseLost() }
    }

    /// - Returns: False when the lease is lost; then nothing was changed.
    private static func change(
        _ lease: Lease, _ sql: String, _ arguments: StatementArguments, _ database: Database
    ) throws -> Bool {
        let statement = try database.cachedStatement(sql: sql + " WHERE id = ? AND leaseOwner = ? AND leases = ?")
        try statement.execute(arguments: arguments + [lease.id, lease.owner, lease.number])
        return database.changesCount > 0
    }

    private static func insert(_ deliveries: [NewDelivery], now: Date, _ database: Database) throws -> Int {
        let row = try RowInsert(
            into: "event", ["function", "organization", "source", "eventID", "type", "body", "queued", "due"], database)
        let queued = Timestamp.milliseconds(now)
        var added = 0
        for delivery in deliveries {
            let event = delivery.event
            row.bind(1, delivery.function)
            row.bind(2, event.key.organization)
            row.bind(3, event.key.source)
            row.bind(4, event.key.id)
            row.bind(5, event.type)
            row.bind(6, event.bytes)
            row.bind(7, queued)
            row.bind(8, event.notBefore.map(Timestamp.milliseconds) ?? queued)
            if try row.insert() { added += 1 }
        }
        return added
    }
}

extension LeasedDelivery {
    fileprivate init(_ row: Row, owner: String) {
        self.init(
            lease: Lease(id: row["id"], owner: owner, number: row["leases"]), event: EncodedEvent(row),
            tries: DeliveryTries(faults: row["attempts"], wait: DeliveryWait(row)),
            queued: Timestamp.date(milliseconds: row["queued"]),
            due: Timestamp.date(milliseconds: row["due"]))
    }
}

extension EncodedEvent {
    init(_ row: Row) {
        self.init(
            key: EventKey(organization: row["organization"], source: row["source"], id: row["eventID"]), type: row["type"],
            bytes: Array(row["body"] as Data))
    }
}
