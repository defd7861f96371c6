import FoundationEssentials
import HubSpotAPI
import LiveFunction
import Posting
import RelayCore

/// The customer's contact and ticket in HubSpot's CRM: found, else made, each once.
struct CustomerRecords {
    let request: HandoffRequest
    let reading: ThreadReading
    let ledger: EffectLedger
    let lease: ThreadLease
    let services: OrganizationServices

    private var hubSpot: HubSpotClient { services.hubSpot }

    // MARK: Contact

    /// The thread's contact; else the one with the customer's address; else a new one.
    func contact() async throws(Stop) -> String? {
        if let id = reading.thread.associatedContactID,
            let contact = try await asked({ () throws(HubSpotError) in try await hubSpot.contact(id: id) })
        {
            return contact.id
        }
        guard let email = reading.session.contactEmail else {
            throw Stop(.skipped(.notFound, "the thread has no contact, and the customer's address is not known"))
        }
        if let found = try await contact(email: email) { return found }
        return try await ledger.once(request.effectKey(.contact)) { _ throws(Stop) in
            try await contact(email: email)
        } write: { () throws(EffectFailure) in
            try await beforeWrite()
            return try await written { () throws(HubSpotError) in
                try await hubSpot.createContact(properties: properties(email: email)).id
            }
        }.hubSpotID
    }

    private func contact(email: String) async throws(Stop) -> String? {
        try await asked { () throws(HubSpotError) in try await hubSpot.contact(email: email)?.id }
    }

    private func properties(email: String) -> [String: String] {
        var properties = ["email": email]
        let names = (reading.session.contactName ?? "").split(separator: " ", maxSplits: 1).map(String.init)
        if let first = names.first, !first.contains("@") {
            properties["firstname"] = first
            if names.count > 1 { properties["lastname"] = names[1] }
        }
        return properties
    }

    // MARK: Ticket

    /// The thread's ticket; else a new one.
    func ticket(contactID: String?) async throws(Stop) -> String? {
        guard services.configuration[ConfigurationKeys.ticketing] else {
            throw Stop(.skipped(.ticketingOff, "tickets are switched off"))
        }
        if let ticketID = reading.thread.ticketID { return ticketID }
        let text = TicketText(
            request: request, session: reading.session,
            timeline: try await services.sessions.timeline(of: reading.session, limit: 200))
        return try await ledger.once(request.effectKey(.ticket)) { _ throws(Stop) in
            try await earlierTicket(contactID: contactID)
        } write: { () throws(EffectFailure) in
            try await beforeWrite()
            return try await written { () throws(HubSpotError) in
                try await hubSpot.createTicket(
                    properties: [
                        "subject": text.subject, "content": text.content,
                        "hs_pipeline": services.configuration[ConfigurationKeys.ticketPipeline],
                        "hs_pipeline_stage": services.configuration[ConfigurationKeys.ticketStage],
                    ], contactID: contactID, threadID: reading.thread.id)
            }
        }.hubSpotID
    }

    /// A ticket that an earlier try made: on the thread by now, or among the contact's tickets with the session's id.
    private func earlierTicket(contactID: String?) async throws(Stop) -> String? {
        let thread = try await asked { () throws(HubSpotError) in try await hubSpot.thread(reading.thread.id) }
        if let ticketID = thread.ticketID { return ticketID }
        guard let contactID else { return nil }
        let tickets = try await asked { () throws(HubSpotError) in
            try await hubSpot.tickets(contactID: contactID, properties: ["content"])
        }
        return tickets.first { $0.properties["content"]?.contains(reading.session.id) == true }?.id
    }

    // MARK: Owner

    /// Assigns a ticket that nobody owns; a ticket's owner is left as it is.
    func owner(ticketID: String?) async throws(Stop) -> String? {
        guard let ticketID else { return nil }
        let ticket = try await asked { () throws(HubSpotError) in
            try await hubSpot.ticket(id: ticketID, properties: ["hubspot_owner_id"])
        }
        if let owner = ticket.properties["hubspot_owner_id"], !owner.isEmpty { return owner }
        let user = services.configuration[ConfigurationKeys.handoffUser] ?? services.configuration[ConfigurationKeys.userID]
        guard let user else { throw Stop(.skipped(.noOwner, "neither HANDOFF_USER_ID nor HUBSPOT_USER_ID is set")) }
        // A user id is no owner id, and HubSpot takes only the latter here.
        guard let owner = try await asked({ () throws(HubSpotError) in try await hubSpot.owner(userID: user) }) else {
            throw Stop(.skipped(.noOwner, "HubSpot has no owner for the user to assign to"))
        }
        try await lease.extend(ledger.timing.writeWindow)
        try await asked { () throws(HubSpotError) in
            try await hubSpot.updateTicket(id: ticketID, properties: ["hubspot_owner_id": owner.id])
        }
        return owner.id
    }

    // MARK: Writing

    private func beforeWrite() async throws(EffectFailure) {
        do throws(Stop) {
            try await lease.extend(ledger.timing.writeWindow + 30)
        } catch {
            throw EffectFailure(error)
        }
    }

    private func written(_ call: () async throws(HubSpotError) -> String) async throws(EffectFailure) -> String {
        do throws(HubSpotError) {
            return try await call()
        } catch {
            throw EffectFailure(error)
        }
    }
}
