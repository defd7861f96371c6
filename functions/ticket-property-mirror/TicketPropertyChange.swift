import FoundationEssentials
import RelayCore

/// A change of one property of one ticket, as HubSpot's event tells it.
struct TicketPropertyChange {
    let ticketID: String
    let property: String
    /// nil: cleared, or withheld (``isRedacted``)
    let value: String?
    /// HubSpot withholds the values of sensitive properties.
    let isRedacted: Bool
    let occurredAt: Date

    /// - Throws: `bad-field`.
    init(_ event: RelayEvent) throws(Stop) {
        do throws(FieldError) {
            let reader = try ObjectReader(event.data, path: "data")
            ticketID = try reader.id("objectId")
            property = try reader.string("propertyName")
            occurredAt = try reader.milliseconds("occurredAt")
            let told = try Self.value(reader)
            // Generic events say whether the property is sensitive; a plain text may be this very word.
            isRedacted = told == Self.withheld && reader.value("isSensitive")?.bool != false
            value = isRedacted ? nil : told
        } catch {
            throw Stop(error)
        }
    }

    func entry(label: String?) -> CustomDataEntry {
        CustomDataEntry(property: property, value: value, label: label, isRedacted: isRedacted, occurredAt: occurredAt)
    }

    /// What HubSpot sends in the place of a sensitive value.
    /// Source: https://developers.hubspot.com/docs/api-reference/legacy/webhooks/guide
    private static let withheld = "REDACTED"

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
}
