import FoundationEssentials
import RelayCore

/// A change of one property of one ticket, as HubSpot's event tells it.
struct TicketPropertyChange {
    let ticketID: String
    let property: String
    /// nil: cleared
    let value: String?
    let occurredAt: Date

    /// - Throws: `bad-field`.
    init(_ event: RelayEvent) throws(Stop) {
        do throws(FieldError) {
            let reader = try ObjectReader(event.data, path: "data")
            ticketID = try reader.id("objectId")
            property = try reader.string("propertyName")
            guard let milliseconds = Int(try reader.id("occurredAt")) else {
                throw reader.error("occurredAt", "must be milliseconds since 1970")
            }
            occurredAt = Timestamp.date(milliseconds: milliseconds)
            value = try Self.value(reader)
        } catch {
            throw Stop(error)
        }
    }

    /// HubSpot clears a property by an empty value, by null, or by leaving the value out.
    private static func value(_ reader: ObjectReader) throws(FieldError) -> String? {
        switch reader.value("propertyValue") {
        case nil: nil
        case .string(let text): text.isEmpty ? nil : text
        case .number(let number): number.literal
        case .bool(let flag): flag ? "true" : "false"
        default: throw reader.error("propertyValue", "must be a string, a number or a boolean")
        }
    }

    /// HubSpot's id of the ticket object type. Source: https://developers.hubspot.com/docs/guides/crm/understanding-the-crm
    private static let ticketObjectTypeID = "0-5"

    /// Whether a generic `object.*` event is of a ticket. An event that names no type is not.
    static func isOfTicket(_ data: JSON) -> Bool {
        if let typeID = data["objectTypeId"]?.id { return typeID == ticketObjectTypeID }
        return data["objectType"]?.string?.lowercased() == "ticket"
    }
}
