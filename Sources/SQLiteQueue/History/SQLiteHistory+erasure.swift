import Foundation
import GRDB
import HostDelivery
import RelayCore

extension SQLiteHistory {
    /// Of the entries that belong to it.
    static func numbers(of erasure: Erasure, _ organization: String, _ database: Database) throws -> [Int64] {
        guard let query = query(of: erasure) else { return [] }
        let rows = try Row.fetchCursor(database, sql: query.sql, arguments: StatementArguments([organization] + query.values))
        var numbers: [Int64] = []
        while let row = try rows.next() {
            let queued = Timestamp.date(milliseconds: row["queued"])
            if erasure.covers(EventSubject(row), queued: queued) { numbers.append(row["number"]) }
        }
        return numbers
    }

    /// What may belong to it, by an index for each part; the first value is the organization. nil where it names nothing.
    static func query(of erasure: Erasure) -> (sql: String, values: [String])? {
        let parts: [(column: String, values: [String])] = [
            ("thread", [erasure.threadID].compactMap(\.self)), ("session", [erasure.sessionID].compactMap(\.self)),
            ("contact", [erasure.email].compactMap(\.self).map { EventSubject.digest(ofEmail: $0) }),
            ("contactID", erasure.contactIDs), ("ticket", erasure.ticketIDs),
        ].filter { !$0.values.isEmpty }
        if parts.isEmpty { return nil }
        let conditions = parts.map { "\($0.column) IN (\($0.values.map { _ in "?" }.joined(separator: ", ")))" }
        let sql = """
            SELECT number, type, thread, session, message, ticket, contact, contactID, queued FROM invocation
            WHERE organization = ? AND (\(conditions.joined(separator: " OR ")))
            """
        return (sql, parts.flatMap(\.values))
    }
}
