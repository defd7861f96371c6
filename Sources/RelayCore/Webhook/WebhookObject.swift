/// What one of HubSpot's events is about.
package struct WebhookObject: Sendable, Hashable {
    /// `ticket`, for `ticket.*` and generic `object.*` on tickets alike: the same fact. `object-0-46` for other generic
    /// ones, `conversation`, `contact`.
    package let kind: String
    /// `propertyChange`, `merge`, …
    package let event: String
    /// Of a merge the one that is left; of an association the one that it goes out from.
    package let id: String

    /// - Parameter type: HubSpot's subscription type.
    /// - Throws: ``FieldError`` where the id is missing.
    package init(_ reader: ObjectReader, type: String) throws(FieldError) {
        let dot = type.utf8.firstIndex(of: UInt8(ascii: ".")) ?? type.endIndex
        event = String(type[dot...].dropFirst())
        kind = Self.kind(type: type, .object(reader.members))
        id = try Self.id(reader, event: event)
    }

    /// - Parameter type: HubSpot's subscription type.
    static func kind(type: String, _ data: JSON) -> String {
        let prefix = String(type.prefix { $0 != "." })
        guard prefix == "object" else { return prefix }
        let typeID = ObjectTypeID.of(data)
        return typeID == ObjectTypeID.ticket ? "ticket" : "object-\(typeID ?? "unknown")"
    }

    /// HubSpot names the object in `objectId`, but for merges and associations it has members of their own, and the ones of
    /// associations may be the only ones.
    private static func id(_ reader: ObjectReader, event: String) throws(FieldError) -> String {
        switch event {
        case "merge":
            if let id = try reader.optionalID("newObjectId") { return id }
            if let id = try reader.optionalID("primaryObjectId") { return id }
        case "associationChange":
            if let id = try reader.optionalID("fromObjectId") { return id }
        default: break
        }
        return try reader.id("objectId")
    }

    /// The id of the event that tells of a message.
    package static func newMessageID(threadID: String, messageID: String) -> String {
        "conversation.newMessage:\(threadID):\(messageID)"
    }

    /// The same for one fact, however often and by whichever subscription it is told.
    ///
    /// Never part of it: HubSpot's `eventId` (documented as not unique), `subscriptionId`, `attemptNumber`.
    func eventID(_ reader: ObjectReader, occurredAt: String) throws(FieldError) -> String {
        switch event {
        case "newMessage": return Self.newMessageID(threadID: id, messageID: try reader.id("messageId"))
        case "propertyChange":
            let property = try reader.string("propertyName")
            let value = reader.value("propertyValue")?.string ?? reader.value("propertyValue")?.canonical ?? ""
            return "\(kind).propertyChange:\(id):\(property):\(occurredAt):\(ShortHash.of(value))"
        case "associationChange":
            // Several associations of one object may change in the same millisecond.
            let other = try reader.optionalID("toObjectId") ?? ""
            let isRemoved = try reader.optionalBool("associationRemoved") ?? false
            return "\(kind).associationChange:\(id):\(other):\(isRemoved ? "removed" : "added"):\(occurredAt)"
        default: return "\(kind).\(event):\(id):\(occurredAt)"
        }
    }
}
