/// A property of a kind of CRM objects.
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
    var isArchived = false

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
}

/// Where HubSpot's settings show a property.
package struct PropertyGroup: Sendable, Hashable {
    package var name: String
    package var label: String

    static func builtIn(_ type: ObjectType) -> [PropertyGroup] {
        [
            PropertyGroup(
                name: type.standardGroup, label: "\(type.singular.prefix(1).uppercased())\(type.singular.dropFirst()) information"
            )
        ]
    }
}
