import Foundation
import GRDB
import HostCore
import HostDelivery
import RelayCore

extension SQLiteEventQueue {
    package func endWait(for code: ReasonCode, of organization: String, now: Date) async throws -> Int {
        try await writes.write { database in
            try database.execute(
                sql: """
                    UPDATE event SET due = ?1 WHERE waitCode = ?2 AND organization = ?3 AND leaseOwner IS NULL AND due > ?1
                    """, arguments: [Timestamp.milliseconds(now), code.rawValue, organization])
            return database.changesCount
        }
    }

    package func waits() async throws -> [EventWait] {
        try await database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT organization, waitCode, count(*) AS events, min(waitSince) AS since FROM event WHERE waitCode IS NOT NULL
                    GROUP BY organization, waitCode ORDER BY organization, waitCode
                    """
            ).compactMap(EventWait.init)
        }
    }

    /// Whatever an ended host's events waited for may be there now: the configuration, the machine, HubSpot.
    static func endWaits(now: Date, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE event SET due = ?1 WHERE waitCode IS NOT NULL AND due > ?1", arguments: [Timestamp.milliseconds(now)])
    }
}

extension EventWait {
    /// nil for a wait for a turn.
    fileprivate init?(_ row: Row) {
        guard let code = ReasonCode(rawValue: row["waitCode"]), code.wait == .outside else { return nil }
        self.init(
            organization: row["organization"], code: code, events: row["events"],
            since: Timestamp.date(milliseconds: row["since"]))
    }
}

extension DeliveryWait {
    init?(_ row: Row) {
        guard let code = (row["waitCode"] as String?).flatMap(ReasonCode.init(rawValue:)), let since = row["waitSince"] as Int?
        else { return nil }
        self.init(code: code, since: Timestamp.date(milliseconds: since), count: row["waits"])
    }
}
