import Foundation
import HostCore
import HostDelivery
import PostgresClient
import RelayCore

extension PostgresEventQueue {
    private static let portion = 200
    /// After how many bytes a portion ends: libpq has all of it in memory.
    static let portionBytes = 8 << 20

    /// Looks at every event of the organization, some at a time: erasures are rare, and queues short.
    package func erase(_ erasures: [Erasure], of organization: String) async throws -> Int {
        var count = 0
        var last: Int? = 0
        while let after = last {
            let portion = try await belonging(to: erasures, of: organization, after: after)
            if !portion.ids.isEmpty {
                // An id is never given again.
                count += try await run(.harmless) { statements in
                    try statements.run("DELETE FROM queue_event WHERE id = ANY ($1::bigint[])", [.integers(portion.ids)])
                }
            }
            last = portion.last
        }
        return count
    }

    /// - Returns: The events that belong to the erasures, and the last that was looked at; nil where there are no more.
    func belonging(
        to erasures: [Erasure], of organization: String, after: Int
    ) async throws -> (ids: [Int], last: Int?) {
        try await run(.harmless) { statements in
            let rows = try statements.rows(
                """
                SELECT id, queued, body FROM (
                    SELECT id, queued, body, sum(octet_length(body)) OVER (ORDER BY id) - octet_length(body) AS before FROM (
                        SELECT id, queued, body FROM queue_event WHERE organization = $1 AND id > $2 ORDER BY id LIMIT $3) AS next
                ) AS portion WHERE before < $4 ORDER BY id
                """,
                [.text(organization), .integer(after), .integer(Self.portion), .integer(Self.portionBytes)])
            let ids = try rows.compactMap { row -> Int? in
                // What cannot be read is nobody's conversation.
                guard let event = try? RelayEvent(json: JSON.parse(try row.data(2))) else { return nil }
                let queued = Timestamp.date(milliseconds: try row.number(1))
                let isErased = erasures.contains { $0.covers(event, queued: queued, organization: organization) }
                return isErased ? try row.number(0) : nil
            }
            return (ids, try rows.last?.number(0))
        }
    }
}
