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
    /// All that came in, by whomever.
    private let incoming: [ThreadMessage]
    private let contactID: String?

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
        self.incoming = messages.filter { $0.type == .message && $0.direction == .incoming }
        contactID = thread.associatedContactID
    }

    /// Tells a session who wrote a message: name, address and contact are of one and the same person.
    /// - Parameter message: A customer's; nil where none wrote.
    func note(_ message: ThreadMessage?, in session: inout Session) {
        if let message { session.note(message) }
        if let contactID { session.note(contact: contactID, isTheirs: isContact(contactID, of: message)) }
    }

    /// Whether the thread's contact wrote the message. A thread has one contact, and several people may write on it. HubSpot's
    /// actor of a contact or visitor names its id; where it names another, a thread with one customer is that one's.
    private func isContact(_ id: String, of message: ThreadMessage?) -> Bool {
        if let owner = incoming.first(where: { $0.author == ActorID("V-\(id)") }) {
            return message.map { $0.person == owner.person } ?? false
        }
        // Nobody wrote in: it is who is written to.
        guard message != nil else { return incoming.isEmpty }
        return Set(messages.map(\.person)).count == 1
    }
}

extension ThreadMessage {
    /// The same for what the same person wrote.
    fileprivate var person: String { senderAddress?.lowercased() ?? author?.text ?? "" }
}
