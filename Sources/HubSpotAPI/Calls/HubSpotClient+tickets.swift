import FoundationEssentials
import RelayCore

/// Tickets, and what describes them.
extension HubSpotClient {
    /// Association types of HubSpot's own, from a ticket.
    /// Source: https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide
    private enum FromTicket {
        static let contact = 16
        static let thread = 32
        static let company = 339
        static let deal = 28
    }

    package func ticket(id: String, properties: [String]) async throws(HubSpotError) -> CRMObject {
        let operation = "read the ticket"
        let json = try await send(
            Request(
                operation: operation, path: paths.object(.tickets, id),
                query: [("properties", properties.joined(separator: ","))]))
        return try read(operation) { () throws(FieldError) in try CRMObject(json: json) }
    }

    /// The ticket that has the value in a property with unique values; nil when there is none.
    package func ticket(_ property: String, is value: String) async throws(HubSpotError) -> CRMObject? {
        try await foundObject(
            "read the ticket by its key", Request(path: paths.object(.tickets, value), query: [("idProperty", property)]))
    }

    /// Creates a ticket, associated with what is named; its id.
    package func createTicket(
        properties: [String: String], contactID: String?, threadID: String?, companyID: String? = nil, dealID: String? = nil
    ) async throws(HubSpotError) -> String {
        try await create(
            "create the ticket", .tickets, properties,
            [
                NewAssociation(FromTicket.contact, contactID), NewAssociation(FromTicket.thread, threadID),
                NewAssociation(FromTicket.company, companyID), NewAssociation(FromTicket.deal, dealID),
            ])
    }

    /// Writes properties; an empty value clears one. Writing the same again changes nothing.
    package func updateTicket(id: String, properties: [String: String]) async throws(HubSpotError) {
        _ = try await send(
            Request(
                operation: "update the ticket", method: "PATCH", path: paths.object(.tickets, id),
                body: ["properties": .object(JSONObject(properties.mapValues(JSON.string)))], isWrite: true))
    }

    /// Associates a ticket with a contact. Doing it again changes nothing.
    package func associate(ticketID: String, contactID: String) async throws(HubSpotError) {
        _ = try await send(
            Request(
                operation: "associate the ticket with the contact", method: "PUT",
                path: paths.defaultAssociation(.tickets, ticketID, .contacts, contactID), isWrite: true))
    }

    /// Associates a ticket with a thread, which HubSpot calls a conversation here. Doing it again changes nothing.
    /// Source: a live capture in https://github.com/captaincontrat/hubspot-api-ruby/pull/30
    package func associate(ticketID: String, threadID: String) async throws(HubSpotError) {
        let operation = "associate the ticket with the thread"
        let link: JSON = [
            "from": ["id": .string(ticketID)], "to": ["id": .string(threadID)],
            "types": [["associationCategory": "HUBSPOT_DEFINED", "associationTypeId": .number(JSONNumber(FromTicket.thread))]],
        ]
        let answer = try await send(
            Request(
                operation: operation, method: "POST", path: paths.newAssociations("Ticket", "Conversation"),
                body: ["inputs": [link]], isWrite: true))
        // A batch is answered with 207 where a part of it was refused.
        guard (answer["errors"]?.array ?? []).isEmpty else { throw HubSpotError(.validation, operation: operation) }
    }

    /// Ids of the ticket's contacts.
    package func contacts(ticketID: String) async throws(HubSpotError) -> [String] {
        try await associatedIDs("read the ticket's contacts", from: .tickets, ticketID, to: .contacts)
    }

    /// The contact's newest tickets, at most 100. HubSpot's search learns of new tickets a moment late.
    package func tickets(contactID: String, properties: [String]) async throws(HubSpotError) -> [CRMObject] {
        try await search(
            "search the contact's tickets", .tickets,
            [
                "filterGroups": [
                    ["filters": [["propertyName": "associations.contact", "operator": "EQ", "value": .string(contactID)]]]
                ],
                "properties": .array(properties.map(JSON.string)), "limit": 100,
                "sorts": [["propertyName": "createdate", "direction": "DESCENDING"]],
            ])
    }

    /// The first 100 tickets that HubSpot has as created in the time, the oldest first. The search learns of new ones a moment
    /// late.
    package func tickets(createdFrom start: Date, to end: Date, properties: [String]) async throws(HubSpotError) -> [CRMObject] {
        let time: JSON = [
            "propertyName": "createdate", "operator": "BETWEEN", "value": .string("\(Timestamp.milliseconds(start))"),
            "highValue": .string("\(Timestamp.milliseconds(end))"),
        ]
        return try await search(
            "search the tickets of a time", .tickets,
            [
                "filterGroups": [["filters": [time]]], "properties": .array(properties.map(JSON.string)), "limit": 100,
                "sorts": [["propertyName": "createdate", "direction": "ASCENDING"]],
            ])
    }

    /// Stages and labels of the ticket pipelines.
    package func ticketPipelines() async throws(HubSpotError) -> [Pipeline] {
        try await pages("read the ticket pipelines", paths.ticketPipelines, [], limit: 5) { json throws(FieldError) in
            try Pipeline(json: json)
        }
    }

    package func ticketProperty(_ name: String) async throws(HubSpotError) -> TicketProperty {
        let operation = "read the ticket property"
        let json = try await send(Request(operation: operation, path: paths.ticketProperty(name)))
        return try read(operation) { () throws(FieldError) in try TicketProperty(json: json) }
    }

    /// Every property that tickets have in the account.
    package func ticketProperties() async throws(HubSpotError) -> [TicketProperty] {
        try await pages("read the ticket properties", paths.ticketProperties, [], limit: 20) { json throws(FieldError) in
            try TicketProperty(json: json)
        }
    }
}
