import Conversations
import HubSpotAPI
import OnceOnly
import RelayCore

/// The customer's contact in HubSpot's CRM: found, else made, once.
struct HandoffContact {
    let scene: HandoffScene

    private var session: Session { scene.session }

    /// The thread's contact; else the one with the customer's address, else with their telephone number; else a new one.
    /// A thread's contact may be the id of a visitor, which is no contact.
    func id() async throws -> String? {
        if let id = session.contactID, let contact = try await scene.hubSpot.contact(id: id), isTheirs(contact) {
            return contact.id
        }
        guard let known = session.contactEmail ?? session.contactPhone else {
            throw Stop(.skipped(.notFound, "the conversation has no contact, and the customer's address is not known"))
        }
        if let found = try await found() { return found }
        return try await scene.once(EffectKey.contact(sessionID: session.id, known: known)) { _ in
            try await found()
        } write: {
            try await scene.hubSpot.createContact(properties: properties).id
        }.hubSpotID
    }

    /// HubSpot may know the thread by somebody else who is on it. A second address of the same contact is found by the address.
    private func isTheirs(_ contact: CRMObject) -> Bool {
        guard let known = contact.properties["email"], !known.isEmpty, let email = session.contactEmail else { return true }
        return known.lowercased() == email.lowercased()
    }

    private func found() async throws -> String? {
        if let email = session.contactEmail, let contact = try await scene.hubSpot.contact(email: email) { return contact.id }
        guard let phone = session.contactPhone else { return nil }
        return try await scene.hubSpot.contact(phone: phone)?.id
    }

    private var properties: [String: String] {
        var properties: [String: String] = [:]
        properties["email"] = session.contactEmail
        properties["phone"] = session.contactPhone
        let names = (session.contactName ?? "").split(separator: " ", maxSplits: 1).map(String.init)
        if let first = names.first, !first.contains("@") {
            properties["firstname"] = first
            if names.count > 1 { properties["lastname"] = names[1] }
        }
        return properties
    }
}
