import RelayCore

/// Who of those who wrote on a thread are its customers, as the decision sees it: neither a colleague who writes from their own
/// mailbox nor a program, although HubSpot calls the mail of both incoming.
struct ThreadCustomers: Sendable {
    /// What a customer wrote last.
    let newest: ThreadMessage?
    /// Every address that a customer wrote from, the newest first.
    let addresses: [String]

    init(_ thread: ConversationThread, _ messages: [ThreadMessage], ownMessageIDs: Set<String>, policy: DecisionPolicy) {
        let authorship = Authorship(ownMessageIDs: ownMessageIDs, policy: policy)
        func isCustomers(_ message: ThreadMessage) -> Bool {
            guard authorship.role(of: message) == .customer else { return false }
            let facts = DecisionFacts(
                thread: thread, messages: messages, candidate: message, ownMessageIDs: ownMessageIDs)
            return Decision.ofSpeaker(facts, policy: policy).code == nil
        }
        newest = messages.last(where: isCustomers)
        var addresses: [String] = []
        for message in messages.reversed() {
            guard let address = message.senderAddress, !addresses.contains(address), isCustomers(message) else { continue }
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
        contactName = message.senders.lazy.compactMap(\.name).first ?? contactName
    }

    /// Keeps an address that a customer wrote from, beside the newest.
    mutating func keep(_ address: String) {
        let known = [contactEmail].compactMap(\.self) + otherEmails
        if !known.contains(where: { Self.isSame($0, address) }) { otherEmails.append(address) }
    }

    private static func isSame(_ one: String, _ other: String) -> Bool { one.lowercased() == other.lowercased() }
}
