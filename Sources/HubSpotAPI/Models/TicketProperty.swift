import RelayCore

/// The definition of a ticket property.
package struct TicketProperty: Sendable, Hashable {
    package struct Option: Sendable, Hashable {
        package let value: String
        package let label: String
    }

    package let name: String
    package let label: String
    package let type: String
    package let options: [Option]
    /// HubSpot sets it itself, and refuses values from others.
    package let isReadOnly: Bool
    /// No two tickets may have the same value: such a property can find a ticket again.
    package let isUnique: Bool

    init(json: JSON) throws(FieldError) {
        name = try ObjectReader(json, path: "property").string("name")
        label = json["label"]?.string ?? name
        type = json["type"]?.string ?? "string"
        options = (json["options"]?.array ?? []).compactMap { option in
            guard let value = option["value"]?.string else { return nil }
            return Option(value: value, label: option["label"]?.string ?? value)
        }
        isReadOnly = json["modificationMetadata"]?["readOnlyValue"]?.bool ?? false
        isUnique = json["hasUniqueValue"]?.bool ?? false
    }
}
