/// Tickets and handoff: what a ticket gets, and who.
extension ConfigurationKeys {
    package static let propertyMapping = ConfigurationKey<PropertyMapping>(
        "PROPERTY_MAPPING", .organization, PropertyMapping.parser, default: .none,
        "Which ticket property holds which custom data of a session: {\"plan\":\"customer_plan\"}.")

    static let ticketKeys: [KeyDefinition] = [propertyMapping.definition]
}
