import Foundation
import HostCore
import HostDelivery
import PostgresClient
import RelayCore

extension PostgresEventQueue {
    package func endWait(for code: ReasonCode, of organization: String, now: Date) async throws -> Int {
        let count = try await run(.harmless) { statements in
            try statements.run(
                """
                UPDATE queue_event SET due = $1 WHERE wait_code = $2 AND organization = $3 AND lease_owner IS NULL AND due > $1
                """, [.integer(Timestamp.milliseconds(now)), .text(code.rawValue), .text(organization)])
        }
        if count > 0 { ringLater() }
        return count
    }

    package func waits() async throws -> [EventWait] {
        try await run(.harmless) { statements in
            try statements.rows(
                """
                SELECT organization, wait_code, count(*), min(wait_since) FROM queue_event WHERE wait_code IS NOT NULL
                GROUP BY organization, wait_code ORDER BY organization, wait_code
                """
            ).compactMap(EventWait.init)
        }
    }

    package func waitingEvents(limit: Int) async throws -> [WaitingEvent] {
        try await run(.harmless) { statements in
            try statements.rows(
                """
                SELECT function, event_id, type, organization, queued, due, lease_owner IS NOT NULL, attempts, message, wait_code,
                    wait_since, waits
                FROM queue_event WHERE dead_code IS NULL ORDER BY queued, id LIMIT $1
                """, [.integer(limit)]
            ).map(WaitingEvent.init)
        }
    }
}

extension EventWait {
    /// nil for a wait for a turn.
    fileprivate init?(_ row: PostgresRow) throws {
        guard let code = ReasonCode(rawValue: try row.string(1)), code.wait == .outside else { return nil }
        self.init(
            organization: try row.string(0), code: code, events: try row.number(2),
            since: Timestamp.date(milliseconds: try row.number(3)))
    }
}

extension WaitingEvent {
    fileprivate init(_ row: PostgresRow) throws {
        self.init(
            function: try row.string(0), eventID: try row.string(1), type: try row.string(2), organization: try row.string(3),
            queued: Timestamp.date(milliseconds: try row.number(4)), due: Timestamp.date(milliseconds: try row.number(5)),
            isLeased: try row.boolean(6),
            tries: DeliveryTries(faults: try row.number(7), wait: DeliveryWait(code: row.text(9), row, since: 10)),
            message: row.text(8))
    }
}
