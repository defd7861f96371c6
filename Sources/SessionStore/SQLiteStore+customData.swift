import Foundation
import GRDB
import RelayCore

// MARK: - Custom data, and the properties of tickets

extension SQLiteOrganizationStore {
    package func setProperty(
        sessionID: String, entry: CustomDataEntry
    ) async throws(StoreError) -> PropertyOutcome {
        try write("set a property") { database in
            let standing = try database.row(
                sql: "SELECT * FROM customData WHERE organization = ? AND sessionID = ? AND property = ?",
                arguments: [organization, sessionID, entry.property]
            ).map(Self.customDataEntry)
            let (outcome, kept) = entry.cut.over(standing)
            guard let kept else { return outcome }
            try database.run(
                sql: """
                    INSERT INTO customData (organization, sessionID, property, value, label, isRedacted, origin, occurredAt)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET value = excluded.value, label = excluded.label,
                        isRedacted = excluded.isRedacted, origin = excluded.origin, occurredAt = excluded.occurredAt
                    """,
                arguments: [
                    organization, sessionID, kept.property, kept.value, kept.label, kept.isRedacted, kept.origin.rawValue,
                    Milliseconds.from(kept.occurredAt),
                ])
            return outcome
        }
    }

    package func customData(
        sessionID: String
    ) async throws(StoreError) -> [CustomDataEntry] {
        try read("read custom data") { database in
            try database.rows(
                sql: "SELECT * FROM customData WHERE organization = ? AND sessionID = ? ORDER BY property",
                arguments: [organization, sessionID]
            ).map(Self.customDataEntry)
        }
    }

    private static func customDataEntry(_ row: Row) throws -> CustomDataEntry {
        guard let origin = CustomDataEntry.Origin(rawValue: row["origin"]) else {
            throw StoreError("could not read custom data: an origin is unknown to this version")
        }
        return CustomDataEntry(
            property: row["property"], value: row["value"], label: row["label"], isRedacted: row["isRedacted"],
            origin: origin, occurredAt: Milliseconds.date(row["occurredAt"]))
    }

    package func setTicketProperty(
        ticketID: String, entry: CustomDataEntry, now: Date
    ) async throws(StoreError) -> PropertyOutcome {
        try write("keep a ticket's property") { database in
            let standing = try database.row(
                sql: "SELECT * FROM ticketProperty WHERE organization = ? AND ticketID = ? AND property = ?",
                arguments: [organization, ticketID, entry.property]
            ).map(Self.ticketEntry)
            let (outcome, kept) = entry.cut.toldByHubSpot.over(standing)
            guard let kept else { return outcome }
            try database.run(
                sql: """
                    INSERT INTO ticketProperty
                        (organization, ticketID, property, value, label, isRedacted, occurredAt, recordedAt)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET value = excluded.value, label = excluded.label,
                        isRedacted = excluded.isRedacted, occurredAt = excluded.occurredAt, recordedAt = excluded.recordedAt
                    """,
                arguments: [
                    organization, ticketID, kept.property, kept.value, kept.label, kept.isRedacted,
                    Milliseconds.from(kept.occurredAt), Milliseconds.from(now),
                ])
            return outcome
        }
    }

    package func ticketProperties(
        ticketID: String
    ) async throws(StoreError) -> [CustomDataEntry] {
        try read("read a ticket's properties") { database in
            try database.rows(
                sql: "SELECT * FROM ticketProperty WHERE organization = ? AND ticketID = ? ORDER BY property",
                arguments: [organization, ticketID]
            ).map(Self.ticketEntry)
        }
    }

    private static func ticketEntry(_ row: Row) -> CustomDataEntry {
        CustomDataEntry(
            property: row["property"], value: row["value"], label: row["label"], isRedacted: row["isRedacted"],
            occurredAt: Milliseconds.date(row["occurredAt"]))
    }
}
