import Foundation
import HostCore
import HostDelivery
import PostgresClient
import RelayCore

extension PostgresHistory {
    /// The database chooses and groups: a report reads one row of a message's turn, however often it was delivered.
    package func outcomes(of types: [String], effects: [String], since: Date, closedBy closing: String) async throws
        -> [InvocationOutcome]
    {
        try await run(.harmless) { statements in
            try statements.rows(
                """
                SELECT * FROM (
                    SELECT DISTINCT ON (organization, thread, message, type, effect) number, type, organization, thread, message,
                        status, code, effect, queued, ended
                    FROM history
                    WHERE thread IS NOT NULL AND (type = ANY ($1::text[]) OR effect = ANY ($2::text[])) AND
                        (ended >= $3 OR thread IN (SELECT thread FROM history WHERE effect = $4 AND ended >= $3))
                    ORDER BY organization, thread, message, type, effect, number DESC) AS last
                ORDER BY number
                """, [.texts(types), .texts(effects), .integer(Timestamp.milliseconds(since)), .text(closing)]
            ).compactMap(InvocationOutcome.init)
        }
    }
}

extension InvocationOutcome {
    /// nil for what a later version wrote in words that this one does not know.
    fileprivate init?(_ row: PostgresRow) throws {
        guard let status = FunctionResult.Status(rawValue: try row.string(5)) else { return nil }
        self.init(
            number: Int64(try row.number(0)), type: try row.string(1), organization: try row.string(2),
            threadID: try row.string(3), messageID: row.text(4), status: status,
            code: row.text(6).flatMap(ReasonCode.init(rawValue:)), effect: row.text(7),
            queued: Timestamp.date(milliseconds: try row.number(8)), ended: Timestamp.date(milliseconds: try row.number(9)))
    }
}
