import RelayCore

/// A property of contacts or tickets.
///
/// Source: https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide
package struct PropertyDefinition: Sendable, Hashable {
    package struct Option: Sendable, Hashable {
        package var value: String
        package var label: String

        package init(value: String, label: String) {
            self.value = value
            self.label = label
        }
    }

    package var name: String
    package var label: String
    /// `string`, `enumeration`, `number`, `date`, `datetime`, `bool`, …
    package var type: String
    package var fieldType: String
    package var groupName: String
    package var options: [Option]
    package var hasUniqueValue: Bool
    /// Set by HubSpot itself.
    var isReadOnly = false
    var isHubSpotDefined = false

    package init(
        name: String, label: String, type: String = "string", fieldType: String = "text",
        groupName: String = "ticketinformation", options: [Option] = [], hasUniqueValue: Bool = false
    ) {
        self.name = name
        self.label = label
        self.type = type
        self.fieldType = fieldType
        self.groupName = groupName
        self.options = options
        self.hasUniqueValue = hasUniqueValue
    }

    var json: JSON {
        let options = options.enumerated().map { order, option in
            JSON.object([
                "label": .string(option.label), "value": .string(option.value), "displayOrder": .number(JSONNumber(order)),
                "hidden": false,
            ])
        }
        return [
            "name": .string(name), "label": .string(label), "type": .string(type), "fieldType": .string(fieldType),
            "groupName": .string(groupName), "options": .array(options), "hasUniqueValue": .bool(hasUniqueValue),
            "hidden": false, "archived": false, "calculated": false, "hubspotDefined": .bool(isHubSpotDefined),
            "modificationMetadata": ["readOnlyValue": .bool(isReadOnly)],
        ]
    }
}

// MARK: - What every portal has

extension PropertyDefinition {
    static func builtIn(_ type: ObjectType) -> [PropertyDefinition] {
        switch type {
        case .contact:
            ["email", "firstname", "lastname", "phone", "company", "hs_additional_emails"].map { builtIn($0, group: type) }
                + ["createdate", "lastmodifieddate", "hs_object_id"].map { builtIn($0, group: type, readOnly: true) }
        case .ticket:
            ["subject", "content", "hs_pipeline", "hs_pipeline_stage", "hubspot_owner_id", "hs_resolution"].map {
                builtIn($0, group: type)
            }
                + [
                    builtIn("hs_ticket_priority", group: type, options: ["LOW", "MEDIUM", "HIGH", "URGENT"]),
                    builtIn(
                        "hs_ticket_category", group: type,
                        options: ["PRODUCT_ISSUE", "BILLING_ISSUE", "FEATURE_REQUEST", "GENERAL_INQUIRY"]),
                ] + ["createdate", "hs_lastmodifieddate", "hs_object_id"].map { builtIn($0, group: type, readOnly: true) }
        }
    }

    private static func builtIn(
        _ name: String, group: ObjectType, options: [String] = [], readOnly: Bool = false
    ) -> PropertyDefinition {
        var definition = PropertyDefinition(
            name: name, label: label(name), type: options.isEmpty ? "string" : "enumeration",
            fieldType: options.isEmpty ? "text" : "select",
            groupName: group == .ticket ? "ticketinformation" : "contactinformation",
            options: options.map { Option(value: $0, label: label($0.lowercased())) })
        definition.isReadOnly = readOnly
        definition.isHubSpotDefined = true
        return definition
    }

    /// `hs_ticket_priority` → `Ticket priority`
    private static func label(_ name: String) -> String {
        let words = name.split(separator: "_").filter { $0 != "hs" && $0 != "hubspot" }.joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
