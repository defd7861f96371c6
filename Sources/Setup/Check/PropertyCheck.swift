import HubSpotAPI
import RelayCore

/// The ticket properties that the configuration names.
enum PropertyCheck {
    private struct Use {
        let key: String
        let property: String
        /// Values that are written as they are.
        var values: [String] = []
        var mustBeUnique = false
    }

    static func lines(_ properties: [TicketProperty], _ organization: OrganizationConfiguration) -> [CheckLine] {
        let known = Dictionary(properties.map { ($0.name, $0) }) { first, _ in first }
        return uses(organization).map { use in line(use, known[use.property]) }
    }

    private static func uses(_ organization: OrganizationConfiguration) -> [Use] {
        func named(_ key: ConfigurationKey<String?>, values: [String] = [], mustBeUnique: Bool = false) -> [Use] {
            organization[key].map { [Use(key: key.name, property: $0, values: values, mustBeUnique: mustBeUnique)] } ?? []
        }
        let priorities = Set(organization[ConfigurationKeys.ticketPriorities].values).sorted()
        let priority = Use(
            key: ConfigurationKeys.ticketPriorities.name, property: "hs_ticket_priority", values: priorities)
        return named(ConfigurationKeys.ticketKeyProperty, mustBeUnique: true) + named(ConfigurationKeys.sentimentProperty)
            + named(ConfigurationKeys.languageProperty) + named(ConfigurationKeys.reasonProperty)
            + named(ConfigurationKeys.handedOffProperty, values: ["true"]) + (priorities.isEmpty ? [] : [priority])
            + organization[ConfigurationKeys.propertyMapping].properties.map {
                Use(key: ConfigurationKeys.propertyMapping.name, property: $0)
            }
    }

    private static func line(_ use: Use, _ property: TicketProperty?) -> CheckLine {
        let name = "property \(use.property)"
        guard let property else {
            return .fault(
                name, "\(use.key) names it, and tickets have no such property",
                fix: "Make it in HubSpot (Settings > Properties, tickets), or change \(use.key).")
        }
        if property.isReadOnly {
            return .fault(
                name, "\(use.key) names it, and HubSpot lets nobody write it", fix: "Choose another one for \(use.key).")
        }
        if use.mustBeUnique, !property.isUnique {
            return .fault(
                name, "\(use.key) names it, and its values need not be unique: a ticket cannot be found by it",
                fix: "Make a new property in HubSpot with “require unique values”, and name it in \(use.key).")
        }
        let unknown =
            property.options.isEmpty ? [] : use.values.filter { value in !property.options.contains { $0.value == value } }
        if !unknown.isEmpty {
            return .fault(
                name, "\(use.key) writes \(unknown.joined(separator: ", ")), and the property takes no such value",
                fix: "Take one of: \(property.options.map(\.value).joined(separator: ", ")).")
        }
        return .ok(name, "“\(property.label)”, for \(use.key)")
    }
}
