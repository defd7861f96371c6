import Foundation
import PostgresClient
import RelayCore

// MARK: - Custom data, and the properties of tickets

extension PostgresOrganizationStore {
    package func setProperty(
        sessionID: String, entry: CustomDataEntry
    ) async throws(StoreError) -> PropertyOutcome {
        let key: [PostgresValue] = [.text(organization), .text(sessionID), .text(entry.property)]
        return try await write("set a property", .never) { statements in
            try statements.untilDecided {
                let standing = try statements.row(
                    """
                    SELECT property, value, label, is_redacted, occurred_at, origin FROM custom_data
                    WHERE organization = $1 AND session_id = $2 AND property = $3
                    """, key
                ).map(Self.customDataEntry)
                let (outcome, kept) = entry.cut.over(standing)
                guard let kept else { return outcome }
                let values = Self.values(kept) + [.text(kept.origin.rawValue)]
                guard let standing else {
                    let added = try statements.run(
                        """
                        INSERT INTO custom_data (
                            organization, session_id, property, value, label, is_redacted, occurred_at, origin)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
                        """, key + values)
                    return added > 0 ? outcome : nil
                }
                // Only over what was read; else another change came first, and counts.
                let changed = try statements.run(
                    """
                    UPDATE custom_data SET value = $4, label = $5, is_redacted = $6, occurred_at = $7, origin = $8
                    WHERE organization = $1 AND session_id = $2 AND property = $3 AND value IS NOT DISTINCT FROM $9
                        AND label IS NOT DISTINCT FROM $10 AND is_redacted = $11 AND occurred_at = $12 AND origin = $13
                    """, key + values + Self.values(standing) + [.text(standing.origin.rawValue)])
                return changed > 0 ? outcome : nil
            }
        }
    }

    package func customData(
        sessionID: String
    ) async throws(StoreError) -> [CustomDataEntry] {
        try await read("read custom data") { statements in
            try statements.rows(
                """
                SELECT property, value, label, is_redacted, occurred_at, origin FROM custom_data
                WHERE organization = $1 AND session_id = $2 ORDER BY property
                """, [.text(organization), .text(sessionID)]
            ).map(Self.customDataEntry)
        }
    }

    private static func values(_ entry: CustomDataEntry) -> [PostgresValue] {
        [.text(entry.value), .text(entry.label), .boolean(entry.isRedacted), .time(entry.occurredAt)]
    }

    private static func customDataEntry(_ row: PostgresRow) throws -> CustomDataEntry {
        guard let origin = CustomDataEntry.Origin(rawValue: try row.string(5)) else {
            throw StoreError("could not read custom data: an origin is unknown to this version")
        }
        var entry = try ticketEntry(row)
        entry.origin = origin
        return entry
    }

    package func setTicketProperty(
        ticketID: String, entry: CustomDataEntry, now: Date
    ) async throws(StoreError) -> PropertyOutcome {
        let key: [PostgresValue] = [.text(organization), .text(ticketID), .text(entry.property)]
        return try await write("keep a ticket's property", .never) { statements in
            try statements.untilDecided {
                let standing = try statements.row(
                    """
                    SELECT property, value, label, is_redacted, occurred_at FROM ticket_property
                    WHERE organization = $1 AND ticket_id = $2 AND property = $3
                    """, key
                ).map(Self.ticketEntry)
                let (outcome, kept) = entry.cut.toldByHubSpot.over(standing)
                guard let kept else { return outcome }
                let values = Self.values(kept) + [.time(now)]
                guard let standing else {
                    let added = try statements.run(
                        """
                        INSERT INTO ticket_property (
                            organization, ticket_id, property, value, label, is_redacted, occurred_at, recorded_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
                        """, key + values)
                    return added > 0 ? outcome : nil
                }
                let changed = try statements.run(
                    """
                    UPDATE ticket_property SET value = $4, label = $5, is_redacted = $6, occurred_at = $7, recorded_at = $8
                    WHERE organization = $1 AND ticket_id = $2 AND property = $3 AND value IS NOT DISTINCT FROM $9
                        AND label IS NOT DISTINCT FROM $10 AND is_redacted = $11 AND occurred_at = $12
                    """, key + values + Self.values(standing))
                return changed > 0 ? outcome : nil
            }
        }
    }

    package func ticketProperties(
        ticketID: String
    ) async throws(StoreError) -> [CustomDataEntry] {
        try await read("read a ticket's properties") { statements in
            try statements.rows(
                """
                SELECT property, value, label, is_redacted, occurred_at FROM ticket_property
                WHERE organization = $1 AND ticket_id = $2 ORDER BY property
                """, [.text(organization), .text(ticketID)]
            ).map(Self.ticketEntry)
        }
    }

    private static func ticketEntry(_ row: PostgresRow) throws -> CustomDataEntry {
        CustomDataEntry(
            property: try row.string(0), value: row.text(1), label: row.text(2), isRedacted: try row.boolean(3),
            occurredAt: try row.date(4))
    }
}
