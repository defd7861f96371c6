import Conversations
import FoundationEssentials
import HubSpotAPI
import OnceOnly
import RelayCore

/// The ticket of the conversation: found, else made, once.
struct HandoffTicket {
    let scene: HandoffScene
    let contactID: String?

    struct Outcome {
        var id: String
        /// Made by this very run, with the contact.
        var isNew = false
        /// What was left out of it.
        var notDone: [FunctionResult] = []
    }

    private var session: Session { scene.session }
    private var keyProperty: String? { scene.services.configuration[ConfigurationKeys.ticketKeyProperty] }

    /// The thread's ticket; else the session's; else a new one, once HubSpot had time to make its own.
    func outcome() async throws -> Outcome {
        let configuration = scene.services.configuration
        guard configuration[ConfigurationKeys.ticketing] else { throw Stop(.skipped(.ticketingOff, "tickets are switched off")) }
        if let id = scene.reading?.thread.ticketID { return Outcome(id: id) }
        if let id = session.ticketID, try await stands(id) { return Outcome(id: id) }
        if scene.reading != nil {
            let wait = configuration[ConfigurationKeys.ticketWait].seconds(for: scene.channel)
            try await scene.ledger.pause(
                EffectKey.ticketWait(sessionID: session.id), seconds: wait, "HubSpot may be making a ticket of its own")
        }
        return try await made()
    }

    /// One ticket for each session, whatever handoff asks for it. One that was deleted is followed by another.
    private func made() async throws -> Outcome {
        var key = EffectKey.ticket(sessionID: session.id)
        while true {
            var notDone: [FunctionResult] = []
            let effect = try await scene.once(key) { record in
                try await earlier(record)
            } write: {
                try await create(&notDone)
            }
            if !effect.stoodAlready { return Outcome(id: effect.hubSpotID, isNew: true, notDone: notDone) }
            if try await stands(effect.hubSpotID) { return Outcome(id: effect.hubSpotID) }
            key += ":after-\(effect.hubSpotID)"
        }
    }

    private func stands(_ id: String) async throws -> Bool {
        do {
            _ = try await scene.hubSpot.ticket(id: id, properties: ["subject"])
            return true
        } catch {
            guard error.category == .notFound else { throw error }
            return false
        }
    }

    private func create(_ notDone: inout [FunctionResult]) async throws -> String {
        let configuration = scene.services.configuration
        let text = TicketText(handoff: scene.request.handoff, session: session, timeline: scene.timeline)
        var properties = [
            "subject": text.subject, "content": text.content, "hs_pipeline": configuration[ConfigurationKeys.ticketPipeline],
            "hs_pipeline_stage": configuration[ConfigurationKeys.ticketStage],
        ]
        guard let keyProperty else { return try await create(properties) }
        properties[keyProperty] = session.id
        do {
            return try await create(properties)
        } catch let error as HubSpotError where error.category == .validation {
            // The value stands on a ticket already: on the one that an earlier try made.
            if let id = error.existingID { return id }
            guard error.fields == [keyProperty] else { throw error }
            notDone.append(error.result)
            properties[keyProperty] = nil
            return try await create(properties)
        }
    }

    private func create(_ properties: [String: String]) async throws -> String {
        try await scene.hubSpot.createTicket(
            properties: properties, contactID: contactID, threadID: scene.reading?.thread.id)
    }

    /// A ticket that an earlier try made, or HubSpot meanwhile: on the thread by now; or with the session's id in the
    /// unique property; or among the contact's tickets, else among those that were made when it was, with the session's id in
    /// its text.
    private func earlier(_ record: EffectRecord) async throws -> String? {
        if let threadID = scene.reading?.thread.id, let ticketID = try await scene.hubSpot.thread(threadID).ticketID {
            return ticketID
        }
        if let keyProperty, let id = try await withKey(keyProperty) { return id }
        let window = scene.ledger.window(of: record)
        let tickets =
            if let contactID {
                try await scene.hubSpot.tickets(contactID: contactID, properties: ["content"])
            } else {
                try await scene.hubSpot.tickets(
                    createdFrom: window.lowerBound, to: window.upperBound, properties: ["content"])
            }
        return tickets.first { $0.properties["content"]?.contains(session.id) == true }?.id
    }

    /// nil also where the portal does not have the property: then no ticket has it.
    private func withKey(_ property: String) async throws -> String? {
        do {
            return try await scene.hubSpot.ticket(property, is: session.id)?.id
        } catch {
            guard error.category == .validation else { throw error }
            return nil
        }
    }

    /// Gives the contact to a ticket that has none.
    func link(_ ticketID: String) async throws {
        guard let contactID, try await scene.hubSpot.contacts(ticketID: ticketID).isEmpty else { return }
        try await scene.write { try await scene.hubSpot.associate(ticketID: ticketID, contactID: contactID) }
    }
}
