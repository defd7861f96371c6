import FoundationEssentials
import RelayCore

// MARK: - Custom data, and the properties of tickets

extension DynamoOrganizationStore {
    package func setProperty(
        sessionID: String, entry: CustomDataEntry
    ) async throws(StoreError) -> PropertyOutcome {
        try await run("set a property") { _ in
            try await keep(entry.cut, at: key("data", sessionID, entry.property), [:])
        }
    }

    package func customData(
        sessionID: String
    ) async throws(StoreError) -> [CustomDataEntry] {
        try await run("read custom data") { _ in try await entries(partition("data", sessionID)) }
    }

    package func deleteCustomData(sessionID: String, limit: Int) async throws(StoreError) -> Int {
        try await run("delete custom data") { table in
            try await table.deleteItems(.partition(partition("data", sessionID)), limit: limit)
        }
    }

    package func setTicketProperty(
        ticketID: String, entry: CustomDataEntry, now: Date
    ) async throws(StoreError) -> PropertyOutcome {
        try await run("keep a ticket's property") { _ in
            let key = key("ticket-data", ticketID, entry.property)
            let place = "\(key.partition)/\(key.name)"
            return try await keep(
                entry.cut.toldByHubSpot, at: key,
                [
                    "recordedAt": .time(now), "expires": .end(endOfKeeping(from: now)), "list": .text(listing("ticket-data")),
                    "at": .text(DynamoMoment.text(Timestamp.milliseconds(now), place)),
                ])
        }
    }

    package func ticketProperties(
        ticketID: String
    ) async throws(StoreError) -> [CustomDataEntry] {
        try await run("read a ticket's properties") { _ in try await entries(partition("ticket-data", ticketID)) }
    }

    package func deleteTicketProperties(
        ticketID: String, limit: Int
    ) async throws(StoreError) -> Int {
        try await run("delete a ticket's properties") { table in
            try await table.deleteItems(.partition(partition("ticket-data", ticketID)), limit: limit)
        }
    }

    package func deleteTicketProperties(
        recordedBefore: Date, limit: Int
    ) async throws(StoreError) -> Int {
        try await run("delete tickets' old properties") { table in
            let isOld = DynamoExpression("#recordedAt < :before", ["before": .time(recordedBefore)])
            return try await each(older(recordedBefore, listing("ticket-data")), limit) { key in
                try await table.write(.delete(key, if: isOld)).isDone
            }
        }
    }

    // MARK: One property

    /// By the rule of ``CustomDataEntry/over(_:)``, over what was read alone: else another change came first, and counts.
    private func keep(
        _ entry: CustomDataEntry, at key: DynamoKey, _ more: DynamoAttributes
    ) async throws -> PropertyOutcome {
        try await settled {
            let standing = try await table.item(key)
            let (outcome, kept) = entry.over(try standing.map(Self.entry))
            guard let kept else { return outcome }
            let attributes: DynamoAttributes = [
                "property": .text(kept.property), "value": .optional(kept.value), "label": .optional(kept.label),
                "isRedacted": .boolean(kept.isRedacted), "occurredAt": .time(kept.occurredAt),
                "origin": .text(kept.origin.rawValue),
            ]
            let seen = try standing.map { DynamoExpression("#mark = :seen", ["seen": .text(try $0.string(DynamoWrite.mark))]) }
            if try await table.write(.put(key, attributes.merging(more) { $1 }, if: seen ?? .isNew)).isDone { return outcome }
            return nil
        }
    }

    private func entries(_ partition: String) async throws -> [CustomDataEntry] {
        try await table.items(.partition(partition)).map(Self.entry).sorted { Bytes($0.property) < Bytes($1.property) }
    }

    private static func entry(_ item: DynamoItem) throws(StoreError) -> CustomDataEntry {
        guard let origin = CustomDataEntry.Origin(rawValue: try item.string("origin")) else {
            throw StoreError("a property's origin is unknown to this version")
        }
        return CustomDataEntry(
            property: try item.string("property"), value: item.text("value"), label: item.text("label"),
            isRedacted: try item.boolean("isRedacted"), origin: origin, occurredAt: try item.date("occurredAt"))
    }
}
