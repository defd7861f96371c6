/// Tickets and handoff: what a ticket gets, and who.
extension ConfigurationKeys {
    package static let ticketWait = ConfigurationKey<TicketWait>(
        "TICKET_WAIT", .organization, TicketWait.parser, default: .standard, shownDefault: "{\"chat\":3,\"email\":3}",
        "How long HubSpot may take to make a ticket of its own before one is created; 0 where it makes none.")
    package static let ticketKeyProperty = ConfigurationKey<String?>(
        "TICKET_KEY_PROPERTY", .organization, ValueParser<String>.propertyName.optional, default: nil,
        "A ticket property with unique values for the session's id, by which a ticket whose answer was lost is found again.")
    package static let ticketPriorities = ConfigurationKey<[String: String]>(
        "TICKET_PRIORITY_BY_SENTIMENT", .organization, .texts, default: [:],
        "The priority that a ticket without one gets, by sentiment: {\"angry\":\"HIGH\"}.")
    package static let sentimentProperty = propertyKey(
        "TICKET_SENTIMENT_PROPERTY", "The ticket property that gets the customer's sentiment at handoff.")
    package static let languageProperty = propertyKey(
        "TICKET_LANGUAGE_PROPERTY", "The ticket property that gets the customer's language at handoff, as BCP 47.")
    package static let reasonProperty = propertyKey(
        "TICKET_REASON_PROPERTY", "The ticket property that gets the reason of the handoff.")
    package static let handedOffProperty = propertyKey(
        "TICKET_HANDED_OFF_PROPERTY", "The ticket property that is set to true at handoff.")
    package static let propertyMapping = ConfigurationKey<PropertyMapping>(
        "PROPERTY_MAPPING", .organization, PropertyMapping.parser, default: .none,
        "Which ticket property holds which custom data of a session: {\"plan\":\"customer_plan\"}.")
    package static let handoffUser = ConfigurationKey<Assignee?>(
        "HANDOFF_USER_ID", .organization, Assignee.parser.optional, default: nil,
        "Who gets what no route fits; when absent, the ticket goes to HUBSPOT_USER_ID and the thread to nobody.")
    package static let handoffRoutes = ConfigurationKey<[HandoffRoute]>(
        "HANDOFF_ROUTES", .organization, HandoffRoute.parser, default: [],
        "Who gets which: [{\"channel\"?,\"language\"?,\"sentiment\"?,\"customData\"?:{},\"to\"}]; the first that fits.")

    static let ticketKeys: [KeyDefinition] = [
        ticketWait.definition, ticketKeyProperty.definition, ticketPriorities.definition, sentimentProperty.definition,
        languageProperty.definition, reasonProperty.definition, handedOffProperty.definition, propertyMapping.definition,
        handoffUser.definition, handoffRoutes.definition,
    ]

    private static func propertyKey(_ name: String, _ summary: String) -> ConfigurationKey<String?> {
        ConfigurationKey<String?>(
            name, .organization, ValueParser<String>.propertyName.optional, default: nil, summary)
    }
}
