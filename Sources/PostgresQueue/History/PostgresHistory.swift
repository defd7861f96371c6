import Foundation
import HostCore
import HostDelivery
import PostgresClient
import RelayCore
import Synchronization

/// The history of hosts that share a queue, in the same database.
///
/// What is written does not wait for the disk: an end of the server may take back the last half second, and nothing else.
package final class PostgresHistory: InvocationHistory {
    private let database: PostgresDatabase
    let remembered = Mutex(RememberedErasures())

    /// - Throws: ``HostError`` for a text that is no URL of a PostgreSQL database.
    package init(url: String) throws(HostError) {
        guard let url = PostgresURL(url) else { throw HostError("the queue's URL is none that PostgreSQL's library reads") }
        database = PostgresDatabase(url, .queue, connections: 2)
    }

    func run<Value: Sendable>(
        _ repeating: PostgresDatabase.Repeating, _ work: @escaping @Sendable (PostgresStatements) throws -> Value
    ) async throws -> Value {
        try await database.run(repeating) { connection, end in try work(PostgresStatements(connection: connection, end: end)) }
    }

    // MARK: Erasure

    package func erase(_ asked: [Erasure], of organization: String) async throws -> Int {
        let texts = asked.map(\.json.canonical)
        return try await run(.harmless) { statements in
            try statements.transaction {
                try Self.lock(statements)
                // From now on every host looks at it before it writes.
                try statements.run(
                    """
                    INSERT INTO history_erasure (organization, digest, erasure, noted)
                    SELECT DISTINCT ON (digest) $1, digest, erasure, $2::bigint
                    FROM unnest($3::bytea[], $4::text[]) AS asked (digest, erasure)
                    ON CONFLICT (organization, digest) DO UPDATE SET number = DEFAULT, noted = excluded.noted
                    """,
                    [
                        .text(organization), .integer(Timestamp.milliseconds(Date())),
                        .byteStrings(texts.map { ShortHash.bytes(of: $0, count: 32) }), .texts(texts),
                    ])
                var numbers: Set<Int> = []
                for erasure in asked { numbers.formUnion(try Self.numbers(of: erasure, organization, statements)) }
                try Self.delete(Array(numbers), statements)
                return numbers.count
            }
        }
    }

    /// One at a time writes or erases: what a writer did not see is not written after it, and entries can be seen in the order of their
    /// numbers.
    static func lock(_ statements: PostgresStatements) throws {
        _ = try statements.row("SELECT pg_advisory_xact_lock(hashtext('deskrelay history ' || current_schema()))")
    }

    private static func numbers(
        of erasure: Erasure, _ organization: String, _ statements: PostgresStatements
    ) throws -> [Int] {
        guard let query = query(of: erasure) else { return [] }
        return try statements.rows(query.sql, [.text(organization)] + query.values).compactMap { row in
            let queued = Timestamp.date(milliseconds: try row.number(1))
            return erasure.covers(try EventSubject(row, from: 2), queued: queued) ? try row.number(0) : nil
        }
    }

    /// What may belong to it, by an index for each part; the first value is the organization. nil where it names nothing.
    static func query(of erasure: Erasure) -> (sql: String, values: [PostgresValue])? {
        let columns: [(name: String, values: [String])] = [
            ("thread", [erasure.threadID].compactMap(\.self)), ("session", [erasure.sessionID].compactMap(\.self)),
            ("contact", [erasure.email.map { EventSubject.digest(ofEmail: $0) }].compactMap(\.self)),
            ("contact_id", erasure.contactIDs), ("ticket", erasure.ticketIDs),
        ]
        let named = columns.filter { !$0.values.isEmpty }
        if named.isEmpty { return nil }
        // However many it names: the server keeps each text of a statement.
        let conditions = named.enumerated().map { index, column in "\(column.name) = ANY ($\(index + 2)::text[])" }
        let sql = """
            SELECT number, queued, type, thread, session, message, ticket, contact_id, contact FROM history
            WHERE organization = $1 AND (\(conditions.joined(separator: " OR ")))
            """
        return (sql, named.map { .texts($0.values) })
    }

    /// Their texts go with them.
    static func delete(_ numbers: [Int], _ statements: PostgresStatements) throws {
        try statements.run("DELETE FROM history WHERE number = ANY ($1::bigint[])", [.integers(numbers)])
    }
}

extension EventSubject {
    /// - Parameter first: Of the columns type, thread, session, message, ticket, contact_id and contact.
    init(_ row: PostgresRow, from first: Int32) throws {
        self.init(
            type: try row.string(first), threadID: row.text(first + 1), sessionID: row.text(first + 2),
            messageID: row.text(first + 3), ticketID: row.text(first + 4), contactID: row.text(first + 5),
            contact: row.text(first + 6))
    }
}
