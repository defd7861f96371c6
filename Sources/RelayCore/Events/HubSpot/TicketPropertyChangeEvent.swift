import FoundationEssentials

/// `hubspot.ticket.propertyChange`, and `hubspot.object.propertyChange` of a ticket: one property of one ticket changed.
package struct TicketPropertyChangeEvent: HubSpotEventReading {
    package let ticketID: String
    package let property: String
    /// nil: cleared, or withheld (``isRedacted``)
    package let value: String?
    /// HubSpot withholds the values of sensitive properties.
    package let isRedacted: Bool
    package let occurredAt: Date

    package init(_ event: RelayEvent) throws(FieldError) {
        let reader = try event.reader()
        ticketID = try reader.id("objectId")
        property = try reader.string("propertyName")
        occurredAt = try reader.milliseconds("occurredAt")
        let told = try Self.value(reader)
        // Generic events say whether the property is sensitive; a plain text may be this very word.
        isRedacted = told == Self.withheld && reader.value("isSensitive")?.bool != false
        value = isRedacted ? nil : told
    }

    package func entry(label: String?) -> CustomDataEntry {
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

    package static let types = [HubSpotEvent.ticketPropertyChange, HubSpotEvent.objectPropertyChange]

    package static var description: EventDescription {
        EventDescription(
            "A property of a ticket changed.",
            id: "`ticket.propertyChange:{objectId}:{propertyName}:{occurredAt}:{hash of propertyValue}`",
            [
                .required("objectId", "id", "The ticket."), .required("propertyName", "text", "The property."),
                .optional("propertyValue", "text, number or boolean", "The new value. Empty, null or absent: cleared."),
                .required("occurredAt", "milliseconds since 1970", "When it happened. The newest change wins."),
                .optional("isSensitive", "boolean", "Generic events: whether HubSpot withholds the value (`REDACTED`)."),
                .optional("objectTypeId", "id", "Generic events: `0-5` for a ticket."),
            ])
    }
}
