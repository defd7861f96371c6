import RelayCore

/// Who of those who wrote on a thread are its customers, as the decision sees it: neither a colleague who writes from their own
/// mailbox nor a program, although HubSpot calls the mail of both incoming.
package struct ThreadCustomers: Sendable {
    /// What customers wrote, oldest first: what may be answered.
    package let messages: [ThreadMessage]
    /// Ids of mails that came in and that no person wrote: absence notes, bounces.
    package let automaticMailIDs: Set<String>
    /// What a customer wrote last.
    var newest: ThreadMessage? { messages.last }
    /// Every address that a customer wrote from, the newest first.
    package let addresses: [String]

    init(_ thread: ConversationThread, _ messages: [ThreadMessage], ownMessageIDs: Set<String>, policy: DecisionPolicy) {
        let authorship = Authorship(ownMessageIDs: ownMessageIDs, policy: policy)
        // Each with the rule about the sender that objects to it, if one does.
        let incoming = messages.filter { authorship.role(of: $0) == .customer }.map { message in
            let facts = DecisionFacts(thread: thread, messages: messages, candidate: message, ownMessageIDs: ownMessageIDs)
            return (message: message, objection: Decision.ofSpeaker(facts, policy: policy).code)
        }
        self.messages = incoming.filter { $0.objection == nil }.map(\.message)
        automaticMailIDs = Set(incoming.filter { $0.objection == .automaticMail }.map(\.message.id))
        var addresses: [String] = []
        for address in self.messages.reversed().compactMap(\.senderAddress) where !addresses.contains(address) {
            addresses.append(address)
        }
        self.addresses = addresses
    }
}

extension Session {
    /// Keeps what a customer's message tells of who wrote it. From another address it is another person, or may be: the name
    /// known until then is not put beside it.
    package mutating func note(_ message: ThreadMessage) {
        if let address = message.senderAddress {
            let before = contactEmail
            contactEmail = address
            otherEmails.removeAll { Self.isSame($0, address) }
            if let before, !Self.isSame(before, address) {
                contactName = nil
                keep(before)
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

    private static func isSame(_ one: String, _ other: String) -> Bool { one.lowercased() == other.lowercased() }
}
