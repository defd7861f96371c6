import Foundation
import PostgresClient
import RelayCore

extension PostgresEventQueue {
    package func lead(_ work: String, owner: String, until end: Date, now: Date) async throws -> LeaseOutcome {
        try await run(.harmless) { statements in
            try statements.untilDecided {
                let taken = try statements.run(
                    """
                    INSERT INTO queue_leader (work, owner, leads_until) VALUES ($1, $2, $3)
                    ON CONFLICT (work) DO UPDATE SET owner = excluded.owner, leads_until = excluded.leads_until
                    WHERE queue_leader.owner = excluded.owner OR queue_leader.leads_until <= $4
                    """,
                    [
                        .text(work), .text(owner), .integer(Timestamp.milliseconds(end)), .integer(Timestamp.milliseconds(now)),
                    ])
                if taken > 0 { return .acquired }
                let held = try statements.row("SELECT owner, leads_until FROM queue_leader WHERE work = $1", [.text(work)])
                return try held.map {
                    .busy(until: Timestamp.date(milliseconds: try $0.number(1)), owner: try $0.string(0))
                }
            }
        }
    }

    package func resign(_ work: String, owner: String) async throws {
        try await run(.harmless) { statements in
            try statements.run("DELETE FROM queue_leader WHERE work = $1 AND owner = $2", [.text(work), .text(owner)])
        }
    }
}
