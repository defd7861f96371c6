import RelayCore

extension PropertyDefinition {
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

extension PropertyGroup {
    var json: JSON {
        ["name": .string(name), "label": .string(label), "displayOrder": -1, "archived": false]
    }
}
