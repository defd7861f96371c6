import Foundation
import PostgresClient
import RelayCore

// MARK: - Event claim, turn outcome, lease

extension PostgresOrganizationStore {
    package func claim(
        _ event: EventIdentity, owner: String, now: Date, until: Date
    ) async throws(StoreError) -> ClaimOutcome {
        let key: [PostgresValue] = [.text(organization), .bytes(event.digest)]
        return try await write("claim an event", .harmless) { statements in
            try statements.untilDecided {
                let taken = try statements.run(
                    """
                    INSERT INTO claim (organization, event, owner, until) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (organization, event) DO UPDATE SET owner = excluded.owner, until = excluded.until
                    WHERE claim.result_line IS NULL AND (claim.owner = excluded.owner OR claim.until <= $5)
                    """, key + [.text(owner), .time(until), .time(now)])
                if taken > 0 { return .claimed }
                let row = try statements.row(
                    "SELECT owner, until, result_line FROM claim WHERE organization = $1 AND event = $2", key)
                // Given back in between.
                guard let row else { return nil }
                if let line = row.text(2) { return .finished(resultLine: line) }
                return .busy(until: try row.date(1), owner: try row.string(0))
            }
        }
    }

    package func finish(
        _ event: EventIdentity, owner: String, resultLine: String, subject: String?, now: Date
    ) async throws(StoreError) -> Bool {
        // Once more, it would find the claim finished and not the caller's.
        try await write("finish an event", .never) { statements in
            try statements.run(
                """
                UPDATE claim SET result_line = $1, subject = $2, finished_at = $3, owner = ''
                WHERE organization = $4 AND event = $5 AND owner = $6 AND result_line IS NULL
                """,
                [.text(resultLine), .text(subject), .time(now), .text(organization), .bytes(event.digest), .text(owner)]) > 0
        }
    }

    package func resultLine(of event: EventIdentity) async throws(StoreError) -> String? {
        try await read("read an event's result") { statements in
            try statements.row(
                "SELECT result_line FROM claim WHERE organization = $1 AND event = $2",
                [.text(organization), .bytes(event.digest)])?.text(0)
        }
    }

    package func release(_ event: EventIdentity, owner: String) async throws(StoreError) {
        try await giveBack("release an event") { statements in
            try statements.run(
                "DELETE FROM claim WHERE organization = $1 AND event = $2 AND owner = $3 AND result_line IS NULL",
                [.text(organization), .bytes(event.digest), .text(owner)])
        }
    }

    package func turnOutcome(
        threadID: String, messageID: String
    ) async throws(StoreError) -> String? {
        try await read("read a turn") { try outcome($0, threadID, messageID) }
    }

    package func recordTurnOutcome(
        threadID: String, messageID: String, outcome: String, now: Date
    ) async throws(StoreError) -> String {
        try await write("record a turn", .harmless) { statements in
            let isFirst = try statements.run(
                """
                INSERT INTO turn (organization, thread_id, message_id, outcome, recorded_at) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT DO NOTHING
                """, [.text(organization), .text(threadID), .text(messageID), .text(outcome), .time(now)])
            if isFirst > 0 { return outcome }
            return try self.outcome(statements, threadID, messageID) ?? outcome
        }
    }

    private func outcome(_ statements: PostgresStatements, _ threadID: String, _ messageID: String) throws -> String? {
        try statements.row(
            "SELECT outcome FROM turn WHERE organization = $1 AND thread_id = $2 AND message_id = $3",
            [.text(organization), .text(threadID), .text(messageID)])?.string(0)
    }

    package func acquireLease(
        name: String, owner: String, now: Date, until: Date
    ) async throws(StoreError) -> LeaseOutcome {
        let key: [PostgresValue] = [.text(organization), .text(name)]
        return try await write("take a lease", .harmless) { statements in
            try statements.untilDecided {
                let taken = try statements.run(
                    """
                    INSERT INTO lease (organization, name, owner, until) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (organization, name) DO UPDATE SET owner = excluded.owner, until = excluded.until
                    WHERE lease.owner = excluded.owner OR lease.until <= $5
                    """, key + [.text(owner), .time(until), .time(now)])
                if taken > 0 { return .acquired }
                let held = try statements.row("SELECT owner, until FROM lease WHERE organization = $1 AND name = $2", key)
                return try held.map { .busy(until: try $0.date(1), owner: try $0.string(0)) }
            }
        }
    }

    package func releaseLease(name: String, owner: String) async throws(StoreError) {
        try await giveBack("release a lease") { statements in
            try statements.run(
                "DELETE FROM lease WHERE organization = $1 AND name = $2 AND owner = $3",
                [.text(organization), .text(name), .text(owner)])
        }
    }
}
