import RelayCore

/// Contacts, tickets, owners and what describes tickets.
extension HubSpotClient {
    private static let contactProperties = "email,firstname,lastname"

    // MARK: Contacts

    /// nil when HubSpot has no such contact: a visitor's id is none.
    package func contact(id: String) async throws(HubSpotError) -> CRMObject? {
        try await contact(id, [("properties", Self.contactProperties)])
    }

    /// Reads by the unique property, which knows new contacts at once; a search does not.
    package func contact(email: String) async throws(HubSpotError) -> CRMObject? {
        try await contact(email, [("idProperty", "email"), ("properties", Self.contactProperties)])
    }

    private func contact(_ id: String, _ query: [(String, String)]) async throws(HubSpotError) -> CRMObject? {
        let operation = "read the contact"
        guard let json = try await find(Request(operation: operation, path: paths.contact(id), query: query)) else { return nil }
        return try read(operation) { () throws(FieldError) in try CRMObject(json: json) }
    }

    /// Creates a contact. When one with the address stands already, HubSpot's refusal names it, and that one is given.
    package func createContact(properties: [String: String]) async throws(HubSpotError) -> (id: String, existed: Bool) {
        let operation = "create the contact"
        do throws(HubSpotError) {
            let json = try await send(
                Request(
                    operation: operation, method: "POST", path: paths.contacts, body: ["properties": Self.json(properties)],
                    isWrite: true))
            return (try read(operation) { () throws(FieldError) in try CRMObject(json: json) }.id, false)
        } catch {
            if let id = error.existingID { return (id, true) }
            throw error
        }
    }

    // MARK: Tickets

    package func ticket(id: String, properties: [String]) async throws(HubSpotError) -> CRMObject {
        let operation = "read the ticket"
        let json = try await send(
            Request(operation: operation, path: paths.ticket(id), query: [("properties", properties.joined(separator: ","))]))
        return try read(operation) { () throws(FieldError) in try CRMObject(json: json) }
    }

    /// Association types of HubSpot's own.
    /// Source: https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide
    private enum Association {
        static let ticketToContact = 16
        static let ticketToThread = 32
    }

    /// Creates a ticket, associated with the contact and the thread; its id.
    package func createTicket(
        properties: [String: String], contactID: String?, threadID: String?
    ) async throws(HubSpotError) -> String {
        let operation = "create the ticket"
        let targets = [(contactID, Association.ticketToContact), (threadID, Association.ticketToThread)]
        let associations: [JSON] = targets.compactMap { id, type in
            guard let id else { return nil }
            return [
                "to": ["id": .string(id)],
                "types": [["associationCategory": "HUBSPOT_DEFINED", "associationTypeId": .number(JSONNumber(type))]],
            ]
        }
        let json = try await send(
            Request(
                operation: operation, method: "POST", path: paths.tickets,
                body: ["properties": Self.json(properties), "associations": .array(associations)], isWrite: true))
        return try read(operation) { () throws(FieldError) in try CRMObject(json: json) }.id
    }

    /// Writes properties; an empty value clears one. Writing the same again changes nothing.
    package func updateTicket(id: String, properties: [String: String]) async throws(HubSpotError) {
        _ = try await send(
            Request(
                operation: "update the ticket", method: "PATCH", path: paths.ticket(id),
                body: ["properties": Self.json(properties)], isWrite: true))
    }

    /// The contact's newest tickets, at most 100. HubSpot's search learns of new tickets a moment late.
    package func tickets(contactID: String, properties: [String]) async throws(HubSpotError) -> [CRMObject] {
        let operation = "search the contact's tickets"
        let json = try await send(
            Request(
                operation: operation, method: "POST", path: paths.ticketSearch,
                body: [
                    "filterGroups": [
                        ["filters": [["propertyName": "associations.contact", "operator": "EQ", "value": .string(contactID)]]]
                    ],
                    "properties": .array(properties.map(JSON.string)), "limit": 100,
                    "sorts": [["propertyName": "createdate", "direction": "DESCENDING"]],
                ]))
        var tickets: [CRMObject] = []
        for element in json["results"]?.array ?? [] {
            tickets.append(try read(operation) { () throws(FieldError) in try CRMObject(json: element) })
        }
        return tickets
    }

    /// Stages and labels of the ticket pipelines.
    package func ticketPipelines() async throws(HubSpotError) -> [Pipeline] {
        let operation = "read the ticket pipelines"
        let json = try await send(Request(operation: operation, path: paths.ticketPipelines))
        var pipelines: [Pipeline] = []
        for element in json["results"]?.array ?? [] {
            pipelines.append(try read(operation) { () throws(FieldError) in try Pipeline(json: element) })
        }
        return pipelines
    }

    package func ticketProperty(_ name: String) async throws(HubSpotError) -> TicketProperty {
        let operation = "read the ticket property"
        let json = try await send(Request(operation: operation, path: paths.ticketProperty(name)))
        return try read(operation) { () throws(FieldError) in try TicketProperty(json: json) }
    }

    // MARK: Owners

    package func owner(id: String) async throws(HubSpotError) -> Owner? { try await owner(id, []) }

    /// The owner of a user: tickets are assigned to owners, and messages are sent by users.
    package func owner(userID: String) async throws(HubSpotError) -> Owner? {
        try await owner(userID, [("idProperty", "userId")])
    }

    private func owner(_ id: String, _ query: [(String, String)]) async throws(HubSpotError) -> Owner? {
        let operation = "read the owner"
        guard let json = try await find(Request(operation: operation, path: paths.owner(id), query: query)) else { return nil }
        return try read(operation) { () throws(FieldError) in try Owner(json: json) }
    }

    // MARK: The token

    /// Portal, app and scopes of the access token.
    package func tokenInfo() async throws(HubSpotError) -> TokenInfo {
        let operation = "read the token's portal and app"
        let json = try await send(Request(operation: operation, method: "POST", path: paths.tokenInfo, body: [:]))
        return try read(operation) { () throws(FieldError) in try TokenInfo(json: json) }
    }

    private static func json(_ properties: [String: String]) -> JSON { .object(properties.mapValues(JSON.string)) }
}
