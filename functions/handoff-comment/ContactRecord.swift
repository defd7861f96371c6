import HubSpotAPI
import LiveFunction
import Posting
import RelayCore

/// The customer's contact in HubSpot's CRM: found, else made, once.
struct ContactRecord {
    let scene: HandoffScene

    private var session: Session { scene.session }

    /// The thread's contact; else the one with the customer's address, else with their telephone number; else a new one.
    /// A thread's contact may be the id of a visitor, which is no contact.
    func id() async throws(Stop) -> String? {
        if let id = session.contactID,
            let contact = try await asked({ () throws(HubSpotError) in try await scene.hubSpot.contact(id: id) })
        {
            return contact.id
        }
        guard let known = session.contactEmail ?? session.contactPhone else {
            throw Stop(.skipped(.notFound, "the conversation has no contact, and the customer's address is not known"))
        }
        if let found = try await found() { return found }
        let key = "contact:\(session.id):\(EventID.shortHash(known))"
        return try await scene.ledger.once(key) { _ throws(Stop) in
            try await found()
        } write: { () throws(EffectFailure) in
            try await scene.writeOnce { () throws(HubSpotError) in
                try await scene.hubSpot.createContact(properties: properties).id
            }
        }.hubSpotID
    }

    private func found() async throws(Stop) -> String? {
        if let email = session.contactEmail {
            let contact = try await asked { () throws(HubSpotError) in try await scene.hubSpot.contact(email: email) }
            if let contact { return contact.id }
        }
        guard let phone = session.contactPhone else { return nil }
        return try await asked { () throws(HubSpotError) in try await scene.hubSpot.contact(phone: phone) }?.id
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
