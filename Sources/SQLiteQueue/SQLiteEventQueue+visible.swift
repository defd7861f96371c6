import Foundation
import GRDB
import HostCore
import HostDelivery
import RelayCore

extension SQLiteEventQueue {
    package func waitingEvents(limit: Int) async throws -> [WaitingEvent] {
        try await database.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT function, eventID, type, organization, queued, due, leaseOwner, attempts, waitCode, waitSince, waits, message
                    FROM event WHERE deadCode IS NULL ORDER BY queued, id LIMIT ?
                    """, arguments: [limit]
            ).map(WaitingEvent.init)
        }
    }
}

extension WaitingEvent {
    fileprivate init(_ row: Row) {
        self.init(
            function: row["function"], eventID: row["eventID"], type: row["type"], organization: row["organization"],
            queued: Timestamp.date(milliseconds: row["queued"]), due: Timestamp.date(milliseconds: row["due"]),
            isLeased: row["leaseOwner"] as String? != nil,
            tries: DeliveryTries(faults: row["attempts"], wait: DeliveryWait(row)), message: row["message"])
    }
}
