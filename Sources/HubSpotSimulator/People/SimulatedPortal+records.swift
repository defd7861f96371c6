import RelayCore

/// What the team does with records of the CRM. Each makes the webhooks that HubSpot would send.
///
/// All throw a ``PortalError`` for a record that does not exist, or values that HubSpot refuses.
extension SimulatedPortal {
    private var rep: ChangeAuthor { .user(settings.rep.userID) }

    // MARK: Tickets

    /// The rep edits a property of a ticket; an empty value clears it.
    package func editTicketProperty(ticketID: String, name: String, value: String) throws(PortalError) {
        _ = try update(.ticket, ticketID, [name: value], by: rep)
    }

    /// The rep creates a ticket by hand.
    @discardableResult
    package func createTicket(properties: [String: String], threadID: String? = nil) throws(PortalError) -> String {
        let links = threadID.map { [Association.thread($0)] } ?? []
        return try create(.ticket, properties, links, by: rep).id
    }

    /// Puts a thread on a ticket, which may have several.
    package func addThread(_ threadID: String, toTicket ticketID: String) throws(PortalError) {
        _ = try found(threadID)
        threads[threadID]?.ticketID = try found(.ticket, ticketID).id
    }

    /// - Returns: The id of the ticket that takes the place of both.
    @discardableResult
    package func mergeTickets(primaryID: String, otherID: String) throws(PortalError) -> String {
        try merge(.ticket, primaryID, otherID, by: rep).id
    }

    package func deleteTickets(_ ids: [String]) throws(PortalError) {
        for ticket in try ids.map({ id throws(PortalError) in try found(.ticket, id) }) { archive(ticket, by: rep) }
    }

    package func deleteTicket(_ id: String) throws(PortalError) { try deleteTickets([id]) }

    /// Adds a property of tickets to the portal.
    package func defineTicketProperty(_ definition: PropertyDefinition) throws(PortalError) {
        _ = try define(definition, of: .ticket)
    }

    // MARK: Notes and other records

    /// The rep writes a note on a ticket, as in the help desk.
    @discardableResult
    package func repWritesNote(ticketID: String, text: String) throws(PortalError) -> String {
        let properties = [
            "hs_note_body": "<div>\(Self.escaped(text))</div>", "hs_timestamp": Timestamp.rfc3339(ambient.now()),
            "hubspot_owner_id": String(settings.rep.ownerID),
        ]
        return try create(.note, properties, [Association(target: .object(ObjectReference(.ticket, ticketID)))], by: rep).id
    }

    /// The rep creates a contact, a company or a deal by hand.
    @discardableResult
    package func createRecord(
        _ type: ObjectType, properties: [String: String], on object: ObjectReference? = nil
    ) throws(PortalError) -> String {
        let links = object.map { [Association(target: .object($0), isPrimary: type == .company)] } ?? []
        return try create(type, properties, links, by: rep).id
    }
}
