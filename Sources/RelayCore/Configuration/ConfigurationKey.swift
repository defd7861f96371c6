/// One configuration key: its name, type, default and one line of documentation.
package struct ConfigurationKey<Value: Sendable>: Sendable {
    package let definition: KeyDefinition
    package let defaultValue: Value

    package var name: String { definition.name }

    init(
        _ name: String, _ scope: KeyScope, _ parser: ValueParser<Value>, default defaultValue: Value, shownDefault: String? = nil,
        isSecret: Bool = false, _ summary: String
    ) {
        self.defaultValue = defaultValue
        definition = KeyDefinition(
            name: name, scope: scope, type: parser.type, isSecret: isSecret, shownDefault: shownDefault, summary: summary,
            parse: { json throws(ValueFault) in try parser.parse(json) })
    }
}

/// Whether a key is set once for the deployment or for each organization.
package enum KeyScope: String, Sendable {
    case deployment
    case organization
}

/// What is known of a key without its Swift type.
package struct KeyDefinition: Sendable {
    package let name: String
    package let scope: KeyScope
    /// For people: `text`, `whole number`, `seconds`, …
    package let type: String
    package let isSecret: Bool
    package let shownDefault: String?
    package let summary: String
    let parse: @Sendable (JSON) throws(ValueFault) -> any Sendable

    /// What is wrong with a value, as an environment variable has it; nil where it can be read. Never names a secret.
    package func problem(with text: String) -> String? {
        do throws(ValueFault) {
            _ = try parse(.string(text))
            return nil
        } catch {
            return error.problem
        }
    }
}

/// A key as one function reads it.
package struct KeyUse: Sendable {
    package let definition: KeyDefinition
    package let isRequired: Bool
    /// Without these values of another key it may be left out.
    let condition: Condition?

    /// Another key's value that makes this key required.
    struct Condition: Sendable {
        let key: String
        let values: [String]
        let defaultValue: String
        /// The value without which it may be left out, where there is one.
        var exemption: String?

        /// - Parameter value: What the other key has.
        func why(_ value: String) -> String {
            exemption.map { "it is needed unless \(key)=\($0)" } ?? "\(key)=\(value) needs it"
        }
    }

    package init(definition: KeyDefinition, isRequired: Bool) {
        self.init(definition: definition, isRequired: isRequired, condition: nil)
    }

    private init(definition: KeyDefinition, isRequired: Bool, condition: Condition?) {
        self.definition = definition
        self.isRequired = isRequired
        self.condition = condition
    }

    package static func required<Value>(_ key: ConfigurationKey<Value>) -> KeyUse {
        KeyUse(definition: key.definition, isRequired: true)
    }

    package static func optional<Value>(_ key: ConfigurationKey<Value>) -> KeyUse {
        KeyUse(definition: key.definition, isRequired: false)
    }

    /// Required when another key of the same scope has one of the values.
    package static func required<Value>(
        _ key: ConfigurationKey<Value>, when other: ConfigurationKey<String>, is values: String...
    ) -> KeyUse {
        KeyUse(
            definition: key.definition, isRequired: false,
            condition: Condition(key: other.name, values: values, defaultValue: other.defaultValue))
    }

    /// Required when a key of the same scope that is true or false has this value.
    package static func required<Value>(_ key: ConfigurationKey<Value>, when other: ConfigurationKey<Bool>, is value: Bool)
        -> KeyUse
    {
        KeyUse(
            definition: key.definition, isRequired: false,
            condition: Condition(
                key: other.name, values: ["\(value)"], defaultValue: "\(other.defaultValue)", exemption: "\(!value)"))
    }

    package var json: JSON {
        [
            "key": .string(definition.name), "type": .string(definition.type), "scope": .string(definition.scope.rawValue),
            "secret": .bool(definition.isSecret), "required": .bool(isRequired),
            "default": .optional(definition.shownDefault), "summary": .string(definition.summary),
        ]
    }
}
