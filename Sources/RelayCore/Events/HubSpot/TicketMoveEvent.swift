/// A ticket was made, merged, deleted or restored, or what it is associated with changed.
package struct TicketMoveEvent: HubSpotEventReading {
    package enum Kind: Sendable, Hashable {
        /// Of a merge: every ticket but the one that is left. That may be the first one or a new one.
        case merge([String])
        case deletion
        case restore
        case creation
        /// - Parameter mayConcernThreads: False where the association is with a record of the CRM: that moves no conversation.
        case associationChange(mayConcernThreads: Bool)
        case other
    }

    /// Of a merge the ticket that is left.
    package let ticketID: String
    package let kind: Kind

    package init(_ event: RelayEvent) throws(FieldError) {
        let reader = try event.reader()
        let object = try WebhookObject(reader, type: String(event.type.dropFirst(HubSpotEvent.prefix.count)))
        ticketID = object.id
        kind =
            switch object.event {
            case "merge": .merge(try Self.merged(reader, into: object.id))
            case "deletion": .deletion
            case "restore": .restore
            case "creation": .creation
            case "associationChange": .associationChange(mayConcernThreads: Self.mayConcernThreads(event.data))
            default: .other
            }
    }

    private static func merged(_ reader: ObjectReader, into id: String) throws(FieldError) -> [String] {
        var ids: [String] = []
        if let primary = try reader.optionalID("primaryObjectId") { ids.append(primary) }
        for (index, element) in (try reader.optionalArray("mergedObjectIds") ?? []).enumerated() {
            guard let id = element.id, Identifier.isValid(id) else {
                throw reader.error("mergedObjectIds[\(index)]", "must be an id")
            }
            ids.append(id)
        }
        return ids.filter { $0 != id }
    }

    /// HubSpot does not document how it names an association with a thread, so that every one that is not with a record of the
    /// CRM may be it.
    private static func mayConcernThreads(_ data: JSON) -> Bool {
        if let typeID = data["toObjectTypeId"]?.id { return !["0-1", "0-2", "0-3", "0-5", ObjectTypeID.note].contains(typeID) }
        let name = data["associationType"]?.string ?? ""
        return !["_CONTACT", "_COMPANY", "_DEAL", "_TICKET", "_NOTE"].contains(where: name.hasSuffix)
    }

    package static let types = [
        "hubspot.ticket.creation", "hubspot.ticket.merge", "hubspot.ticket.deletion", "hubspot.ticket.restore",
        "hubspot.ticket.associationChange", "hubspot.object.merge", "hubspot.object.deletion", "hubspot.object.restore",
        "hubspot.object.associationChange",
    ]

    package static var description: EventDescription {
        EventDescription(
            "A ticket was created, merged, deleted or restored, or its associations changed.",
            id: "`ticket.{event}:{id}:{occurredAt}`; `ticket.associationChange:{from}:{to}:{added or removed}:{occurredAt}`",
            [
                .optional("objectId", "id", "The ticket, unless a field below names it."),
                .optional("newObjectId", "id", "Merge: the remaining ticket."),
                .optional("primaryObjectId", "id", "Merge: the first ticket."),
                .optional("mergedObjectIds", "array", "Merge: the other tickets."),
                .optional("fromObjectId", "id", "Association: the ticket."),
                .optional("toObjectId", "id", "Association: the other object."),
                .optional("toObjectTypeId", "id", "Association: the type of the other object."),
                .optional("associationType", "text", "Association: its name."),
                .optional("associationRemoved", "boolean", "Association: whether it was removed."),
            ])
    }
}
