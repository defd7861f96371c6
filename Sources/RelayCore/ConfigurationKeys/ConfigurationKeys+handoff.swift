/// Tickets and handoff: what a ticket gets, and who.
extension ConfigurationKeys {
    package static let ticketWait = ConfigurationKey<TicketWait>(
        "TICKET_WAIT", .organization, TicketWait.parser, default: .standard, shownDefault: "{\"chat\":3,\"email\":3}",
        "How long to wait for a ticket that HubSpot creates by itself before creating one; 0 if it creates none.")
    package static let ticketKeyProperty = ConfigurationKey<String?>(
        "TICKET_KEY_PROPERTY", .organization, ValueParser<String>.propertyName.optional, default: nil,
        "A ticket property with unique values. It stores the session's id, so that a ticket is found again when HubSpot's answer was lost."
    )
    package static let ticketPriorities = ConfigurationKey<[String: String]>(
        "TICKET_PRIORITY_BY_SENTIMENT", .organization, .texts, default: [:],
        "The priority by sentiment for a ticket without one: {\"angry\":\"HIGH\"}.")
    package static let sentimentProperty = propertyKey(
        "TICKET_SENTIMENT_PROPERTY", "The ticket property for the customer's sentiment, set at handoff.")
    package static let languageProperty = propertyKey(
        "TICKET_LANGUAGE_PROPERTY", "The ticket property for the customer's language (BCP 47), set at handoff.")
    package static let reasonProperty = propertyKey(
        "TICKET_REASON_PROPERTY", "The ticket property for the reason, set at handoff.")
    package static let handedOffProperty = propertyKey(
        "TICKET_HANDED_OFF_PROPERTY", "The ticket property to set to true at handoff.")
    package static let propertyMapping = ConfigurationKey<PropertyMapping>(
        "PROPERTY_MAPPING", .organization, PropertyMapping.parser, default: .none,
        "The ticket property for each custom data name of a session: {\"plan\":\"customer_plan\"}.")
    package static let reopenTicket = ConfigurationKey<Bool>(
        "REOPEN_TICKET", .organization, .boolean, default: true, shownDefault: "true",
        "At a handoff, move a closed ticket to the first open stage of its pipeline.")
    package static let handoffLine = ConfigurationKey<LineByLanguage>(
        "HANDOFF_LINE", .organization, LineByLanguage.parser(mayBeOff: true), default: .builtIn,
        shownDefault: "in the customer's language",
        "What the customer reads at a handoff for which the AI has no closing line: text, by language {\"en\":…,\"de\":…}, or off."
    )
    package static let handoffUser = ConfigurationKey<Assignee?>(
        "HANDOFF_USER_ID", .organization, Assignee.parser.optional, default: nil,
        "Assignee when no route matches. When absent, the ticket is assigned to HUBSPOT_USER_ID and the thread to nobody.")
    package static let handoffRoutes = ConfigurationKey<[HandoffRoute]>(
        "HANDOFF_ROUTES", .organization, HandoffRoute.parser, default: [],
        "Assignees: [{\"channel\"?,\"language\"?,\"sentiment\"?,\"customData\"?:{},\"to\"}]. The first route that matches applies."
    )

    static let ticketKeys: [KeyDefinition] = [
        ticketWait.definition, ticketKeyProperty.definition, ticketPriorities.definition, sentimentProperty.definition,
        languageProperty.definition, reasonProperty.definition, handedOffProperty.definition, propertyMapping.definition,
        reopenTicket.definition, handoffUser.definition, handoffRoutes.definition, handoffLine.definition,
    ]

    private static func propertyKey(_ name: String, _ summary: String) -> ConfigurationKey<String?> {
        ConfigurationKey<String?>(
            name, .organization, ValueParser<String>.propertyName.optional, default: nil, summary)
    }
}
