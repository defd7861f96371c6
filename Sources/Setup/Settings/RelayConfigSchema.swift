import RelayCore

/// The JSON Schema of the file that `RELAY_CONFIG` names, made of the table of keys: `docs/relay-config.schema.json` is compared with it.
///
/// Source: https://json-schema.org/draft/2020-12
package enum RelayConfigSchema {
    package static var json: JSON {
        [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "DeskRelay's RELAY_CONFIG", "type": "object",
            "required": ["organizations"],
            "properties": [
                "defaults": [
                    "$ref": "#/$defs/keys", "description": "What counts for an organization that does not set the key.",
                ],
                "organizations": [
                    "type": "object", "minProperties": 1,
                    "propertyNames": ["pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"],
                    "additionalProperties": ["$ref": "#/$defs/keys"],
                ],
            ],
            "$defs": ["keys": keys, "reference": reference],
        ]
    }

    private static var keys: JSON {
        let properties = ConfigurationKeys.all.filter { $0.scope == .organization }.map { key in
            (key.name, value(key))
        }
        return ["type": "object", "additionalProperties": false, "properties": .object(JSONObject(properties))]
    }

    /// A variable or a file that holds the value.
    private static let reference: JSON = [
        "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
        "properties": ["env": ["type": "string"], "file": ["type": "string"]],
    ]

    private static func value(_ key: KeyDefinition) -> JSON {
        let own: JSON =
            if let kinds = kinds[key.type] {
                ["type": .array(kinds.map(JSON.string))]
            } else {
                // A choice: its type is what there is to choose from.
                ["enum": .array(key.type.components(separatedBy: " or ").map(JSON.string))]
            }
        return [
            "description": .string(key.summary),
            "anyOf": .array([own, ["$ref": "#/$defs/reference"]]),
        ]
    }

    /// The JSON types that a key's type is read from; a choice is none of these.
    static let kinds: [String: [String]] = [
        "text": ["string"], "URL": ["string"], "property name": ["string"], "secret": ["string"],
        "id": ["string", "integer"], "whole number": ["integer", "string"], "seconds": ["number", "string"],
        "true or false": ["boolean", "string"], "list": ["array", "string"], "one or two secrets": ["string", "array"],
        "user id, with or without A-": ["string", "integer"], "user id, A-…, owner:… or e-mail": ["string", "integer"],
        "JSON object": ["object", "string"], "JSON array": ["array", "string"],
        "text, or JSON object by language": ["string", "object"],
        "text, or JSON object by language, or off": ["string", "object"],
        "off, text, or JSON object by channel or language": ["string", "object"],
        "seconds, or JSON object by channel": ["number", "string", "object"],
        "off, or JSON object by channel": ["string", "object"],
    ]
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [String] {
        split(separator: separator).map(String.init)
    }
}
