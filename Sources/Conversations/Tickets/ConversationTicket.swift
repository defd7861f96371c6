import FoundationEssentials
import HubSpotAPI
import OnceOnly
import RelayCore

/// The ticket of a conversation: found, else made, once.
package struct ConversationTicket: Sendable {
    package struct Outcome: Sendable {
        package var id: String
        /// Made by this very run, with the contact.
        package var isNew = false
        /// Whether it stands on the thread, as far as is known.
        package var isOnThread = false
        /// What was left out of it.
        package var notDone: [FunctionResult] = []
    }

    private let reading: ThreadReading?
    private let session: Session
    private let contactID: String?
    private let text: @Sendable () -> TicketText
    private let writes: LeasedWrites
    private let services: OrganizationServices

    private var hubSpot: HubSpotClient { services.hubSpot }
    private var keyProperty: String? { services.configuration[ConfigurationKeys.ticketKeyProperty] }
    private var isTicketing: Bool { services.configuration[ConfigurationKeys.ticketing] }

    /// - Parameters:
    ///   - reading: nil where HubSpot has no thread of the conversation.
    ///   - contactID: Who a new ticket is of.
    ///   - text: What a new ticket says.
    package init(
        of session: Session, on reading: ThreadReading?, contactID: String?, writes: LeasedWrites,
        services: OrganizationServices, text: @escaping @Sendable () -> TicketText
    ) {
        self.reading = reading
        self.session = session
        self.contactID = contactID
        self.text = text
        self.writes = writes
        self.services = services
    }

    /// Gives HubSpot time to make a ticket of its own, where the conversation has none.
    /// - Throws: `effect-pending` (a wait).
    package func waitForHubSpot() async throws {
        guard isTicketing, let thread = reading?.thread, thread.ticketID == nil, session.ticketID == nil else { return }
        let wait = services.configuration[ConfigurationKeys.ticketWait].seconds(for: session.channel)
        try await writes.ledger.pause(
            EffectKey.ticketWait(sessionID: session.id), seconds: wait, "HubSpot may be making a ticket of its own")
    }

    /// The thread's ticket; else the session's; else a new one.
    package func outcome() async throws -> Outcome {
        guard isTicketing else { throw Stop(.skipped(.ticketingOff, "tickets are switched off")) }
        if let id = reading?.thread.ticketID { return Outcome(id: id, isOnThread: true) }
        if let id = session.ticketID, try await stands(id) { return Outcome(id: id) }
        return try await made()
    }

    /// One ticket for each session, whatever asks for it. One that was deleted is followed by another.
    private func made() async throws -> Outcome {
        var key = EffectKey.ticket(sessionID: session.id)
        while true {
            var new = Outcome(id: "", isNew: true)
            let effect = try await writes.once(key) { record in
                try await earlier(record)
            } write: {
                try await create(&new)
            }
            new.id = effect.hubSpotID
            if !effect.stoodAlready { return new }
            if try await stands(effect.hubSpotID) { return Outcome(id: effect.hubSpotID) }
            key += ":after-\(effect.hubSpotID)"
        }
    }

    private func stands(_ id: String) async throws -> Bool {
        do {
            _ = try await hubSpot.ticket(id: id, properties: ["subject"])
            return true
        } catch {
            guard error.category == .notFound else { throw error }
            return false
        }
    }

    private func create(_ new: inout Outcome) async throws -> String {
        let (configuration, words) = (services.configuration, text())
        var properties = [
            "subject": words.subject, "content": words.content, "hs_pipeline": configuration[ConfigurationKeys.ticketPipeline],
            "hs_pipeline_stage": configuration[ConfigurationKeys.ticketStage],
        ]
        guard let keyProperty else { return try await create(properties, &new) }
        properties[keyProperty] = session.id
        do {
            return try await create(properties, &new)
        } catch let error as HubSpotError where error.category == .validation {
            // The value stands on a ticket already: on the one that an earlier try made.
            if let id = error.existingID { return id }
            guard error.fields == [keyProperty] else { throw error }
            new.notDone.append(error.result)
            properties[keyProperty] = nil
            return try await create(properties, &new)
        }
    }

    /// On the thread; apart from it where HubSpot refuses nothing else: then it is put there afterwards.
    private func create(_ properties: [String: String], _ new: inout Outcome) async throws -> String {
        let threadID = reading?.thread.id
        do {
            let id = try await hubSpot.createTicket(properties: properties, contactID: contactID, threadID: threadID)
            new.isOnThread = true
            return id
        } catch {
            guard threadID != nil, Self.mayMeanThread(error, properties) else { throw error }
            return try await hubSpot.createTicket(properties: properties, contactID: contactID, threadID: nil)
        }
    }

    /// Whether a refusal may be of the association alone: HubSpot has no words for that, but it names properties.
    private static func mayMeanThread(_ error: HubSpotError, _ properties: [String: String]) -> Bool {
        [.validation, .notFound, .missingScope].contains(error.reasonCode) && error.existingID == nil
            && !error.fields.contains { properties[$0] != nil }
    }

    /// A ticket that an earlier try made, or HubSpot meanwhile: on the thread by now; or with the session's id in the
    /// unique property; or among the contact's tickets, else among those that were made when it was, with the session's id in
    /// its text.
    private func earlier(_ record: EffectRecord) async throws -> String? {
        if let threadID = reading?.thread.id, let ticketID = try await hubSpot.thread(threadID).ticketID {
            return ticketID
        }
        if let keyProperty, let id = try await withKey(keyProperty) { return id }
        let window = writes.ledger.timing.window(of: record)
        let tickets =
            if let contactID {
                try await hubSpot.tickets(contactID: contactID, properties: ["content"])
            } else {
                try await hubSpot.tickets(createdFrom: window.lowerBound, to: window.upperBound, properties: ["content"])
            }
        return tickets.first { $0.properties["content"]?.contains(session.id) == true }?.id
    }

    /// nil also where the portal does not have the property: then no ticket has it.
    private func withKey(_ property: String) async throws -> String? {
        do {
            return try await hubSpot.ticket(property, is: session.id)?.id
        } catch {
            guard error.category == .validation else { throw error }
            return nil
        }
    }

    // MARK: Links

    /// Gives the contact to a ticket that has none.
    package func linkContact(_ ticketID: String) async throws {
        guard let contactID, try await hubSpot.contacts(ticketID: ticketID).isEmpty else { return }
        try await writes.write { try await hubSpot.associate(ticketID: ticketID, contactID: contactID) }
    }

    /// Puts the ticket on the thread.
    package func linkThread(_ ticketID: String) async throws {
        guard let threadID = reading?.thread.id else { return }
        try await writes.write { try await hubSpot.associate(ticketID: ticketID, threadID: threadID) }
    }
}
