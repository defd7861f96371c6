import RelayCore

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

    private static let types: Set<String> = [
        "bool", "date", "datetime", "enumeration", "number", "string", "phone_number",
    ]
    private static let fieldTypes: Set<String> = [
        "booleancheckbox", "calculation_equation", "checkbox", "date", "file", "html", "number", "phonenumber", "radio", "select",
        "text", "textarea",
    ]

    /// Reads what the API was asked to create.
    init(_ body: ObjectReader) throws {
        self.init(
            name: try body.string("name"), label: try body.string("label"), type: try body.string("type"),
            fieldType: try body.string("fieldType"), groupName: try body.string("groupName"),
            options: try (try body.optionalObjects("options") ?? []).map {
                Option(value: try $0.string("value"), label: try $0.string("label"))
            }, hasUniqueValue: try body.optionalBool("hasUniqueValue") ?? false)
        guard Self.types.contains(type) else { throw body.error("type", "is not a type of properties") }
        guard Self.fieldTypes.contains(fieldType) else { throw body.error("fieldType", "is not a type of fields") }
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
            "hidden": false, "archived": .bool(isArchived), "calculated": false, "externalOptions": false, "formField": true,
            "description": "", "displayOrder": -1, "hubspotDefined": .bool(isHubSpotDefined),
            "modificationMetadata": [
                "readOnlyValue": .bool(isReadOnly), "readOnlyDefinition": .bool(isHubSpotDefined), "readOnlyOptions": false,
                "archivable": .bool(!isHubSpotDefined),
            ],
        ]
    }
}

/// Where HubSpot's settings show a property.
package struct PropertyGroup: Sendable, Hashable {
    package var name: String
    package var label: String

    var json: JSON {
        ["name": .string(name), "label": .string(label), "displayOrder": -1, "archived": false]
    }

    static func builtIn(_ type: ObjectType) -> [PropertyGroup] {
        [
            PropertyGroup(
                name: type.standardGroup, label: "\(type.singular.prefix(1).uppercased())\(type.singular.dropFirst()) information"
            )
        ]
    }
}
