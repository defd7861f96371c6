import RelayCore

/// Who the session's customer is.
extension Session {
    /// Keeps what a customer's message tells of who wrote it. From another address it is another person, or may be: what is known
    /// of the one until then is not put beside it.
    package mutating func note(_ message: ThreadMessage) {
        if let address = message.senderAddress {
            let before = contactEmail
            contactEmail = address
            otherEmails.removeAll { Self.isSame($0, address) }
            if let before, !Self.isSame(before, address) {
                contactName = nil
                contactPhone = nil
                keep(before)
                if let contact = contactID { note(contact: contact, isTheirs: false) }
            }
        }
        contactPhone = message.senderPhone ?? contactPhone
        contactName = message.senderName ?? contactName
    }

    /// Keeps an address that a customer wrote from, beside the newest.
    mutating func keep(_ address: String) {
        let known = [contactEmail].compactMap(\.self) + otherEmails
        if !known.contains(where: { Self.isSame($0, address) }) { otherEmails.append(address) }
    }

    /// Keeps a contact of HubSpot's.
    /// - Parameter isTheirs: Whether it is that of the customer who wrote last.
    package mutating func note(contact id: String, isTheirs: Bool) {
        var others = otherContactIDs.filter { $0 != id }
        if let before = contactID, before != id, isTheirs { others.append(before) }
        if isTheirs {
            contactID = id
        } else {
            if contactID == id { contactID = nil }
            others.append(id)
        }
        if Set(others) != Set(otherContactIDs) { otherContactIDs = others }
    }

    private static func isSame(_ one: String, _ other: String) -> Bool { one.lowercased() == other.lowercased() }
}
