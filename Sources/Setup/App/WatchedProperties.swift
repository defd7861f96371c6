import RelayCore

/// The ticket properties whose changes HubSpot should tell of.
package enum WatchedProperties {
    /// What a person edits on every ticket. The stage closes sessions.
    package static let standard = ["subject", "content", "hs_pipeline_stage", "hs_ticket_priority"]

    /// The standard ones, those of `PROPERTY_MAPPING`, and what else is wanted; each once.
    package static func of(_ organization: OrganizationConfiguration, more: [String]) -> [String] {
        let mapped = organization[ConfigurationKeys.propertyMapping].properties
        return (standard + mapped + more).reduce(into: []) { unique, name in
            if !unique.contains(name) { unique.append(name) }
        }
    }
}
