/// The configuration of one process: read, typed and checked once, for the keys that it declares.
package struct Configuration: Sendable {
    let values: KeyValues
    /// By name.
    package let organizations: [String: OrganizationConfiguration]

    /// A deployment-wide value.
    package subscript<Value>(_ key: ConfigurationKey<Value>) -> Value { values[key] }

    /// The organization that an event names; without a name, the only one, or the one called `default`.
    package func organization(named name: String?) -> OrganizationConfiguration? {
        if let name { return organizations[name] }
        if organizations.count == 1 { return organizations.values.first }
        return organizations[RelayEvent.defaultOrganization]
    }

    /// The names under which a host keeps an organization's events: its own first, and that of events which name none where those
    /// are its own.
    package func eventNames(of organization: String) -> [String] {
        let isUnnamed = organization != RelayEvent.defaultOrganization && self.organization(named: nil)?.name == organization
        return [organization] + (isUnnamed ? [RelayEvent.defaultOrganization] : [])
    }
}

/// The configuration of one organization (tenant): its portal, credentials, policy and signatures.
package struct OrganizationConfiguration: Sendable {
    package let name: String
    let values: KeyValues

    package subscript<Value>(_ key: ConfigurationKey<Value>) -> Value { values[key] }
}

/// Parsed values by key name.
struct KeyValues: Sendable {
    /// What is declared.
    let uses: [KeyUse]
    let values: [String: any Sendable]

    subscript<Value>(_ key: ConfigurationKey<Value>) -> Value {
        assert(
            uses.contains { $0.definition.name == key.name }, "\(key.name) is read but not declared in the function's description"
        )
        return values[key.name] as? Value ?? key.defaultValue
    }
}
