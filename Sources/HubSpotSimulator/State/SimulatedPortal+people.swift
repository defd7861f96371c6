import RelayCore

/// What a person wrote.
package struct Written: Sendable, Hashable {
    package let threadID: String
    package let messageID: String
}

/// What customers and the team do. Each makes the webhooks that HubSpot would send.
///
/// All throw a ``Refusal`` with status 404 for a thread, ticket or user that does not exist.
extension SimulatedPortal {
    // MARK: Customers

    /// A customer writes in a chat.
    /// - Parameters:
    ///   - threadID: nil opens a new thread.
    ///   - name: As the customer gave it to the chat; of a new thread only, as `email`.
    ///   - channelID: Another chat-like channel that has an account in the settings, for example WhatsApp.
    @discardableResult
    package func customerWritesChat(
        text: String, threadID: String? = nil, name: String? = nil, email: String? = nil,
        channelID: String = SimulatedChannel.chat
    ) throws(Refusal) -> Written {
        let id =
            if let threadID { threadID } else {
                try openThread(channelID: channelID, customer: customer(name: name, email: email))
            }
        let thread = try found(id)
        var message = newMessage(on: thread, by: thread.customer.actorID, .incoming)
        message.client = .system
        message.text = text
        message.richText = "<p>\(Self.escaped(text))</p>"
        message.senders = [
            SimulatedParty(
                actorID: thread.customer.actorID, name: thread.customer.name, field: "FROM",
                deliveryType: SimulatedParty.opaqueType, deliveryValue: "visitor-\(thread.customer.id)")
        ]
        return try receive(message, on: id)
    }

    /// A customer sends an e-mail.
    /// - Parameters:
    ///   - from: The bare address.
    ///   - to: Addresses; the first is the mailbox's unless others are given.
    ///   - threadID: nil opens a new thread.
    ///   - original: What the mail held in full where `text` is only its newest part.
    @discardableResult
    package func customerWritesEmail(
        from: String, name: String? = nil, to: [String] = [], cc: [String] = [], subject: String, text: String,
        html: String? = nil, threadID: String? = nil, original: SimulatedContent? = nil
    ) throws(Refusal) -> Written {
        let id =
            if let threadID { threadID } else {
                try openThread(channelID: SimulatedChannel.email, customer: customer(name: name, email: from))
            }
        let thread = try found(id)
        let sender = thread.customer.email == from ? thread.customer : customer(name: name, email: from)
        var message = newMessage(on: thread, by: sender.actorID, .incoming)
        message.text = text
        message.richText = html
        message.subject = subject
        message.original = original
        message.truncation = original == nil ? .none : .mostRecentReply
        message.senders = [Self.emailParty(from, "FROM", actorID: sender.actorID, name: name ?? sender.name)]
        let mailbox = settings.channelAccounts.first { $0.id == thread.channelAccountID }?.address
        let addressees = to.isEmpty ? [mailbox].compactMap(\.self) : to
        message.recipients = addressees.map { Self.emailParty($0, "TO") } + cc.map { Self.emailParty($0, "CC") }
        return try receive(message, on: id)
    }

    /// Adds what a customer wrote; a closed thread opens again.
    private func receive(_ message: SimulatedMessage, on threadID: String) throws(Refusal) -> Written {
        if try found(threadID).status == .closed {
            setStatus(.open, threadID: threadID, actorID: message.createdBy)
        }
        append(message, to: threadID)
        return Written(threadID: threadID, messageID: message.id)
    }

    // MARK: The team

    /// The rep answers in HubSpot's own inbox.
    @discardableResult
    package func repReplies(threadID: String, text: String) throws(Refusal) -> Written {
        try answers(threadID: threadID, text: text, actorID: settings.rep.actorID, name: settings.rep.name)
    }

    /// A chatflow bot (`B-…`) or HubSpot's customer agent (`L-…`) answers.
    @discardableResult
    package func botReplies(threadID: String, text: String, actorID: String = "B-4410") throws(Refusal) -> Written {
        try answers(threadID: threadID, text: text, actorID: actorID, name: "Assistant bot")
    }

    private func answers(threadID: String, text: String, actorID: String, name: String) throws(Refusal) -> Written {
        let thread = try found(threadID)
        var message = newMessage(on: thread, by: actorID, .outgoing)
        message.text = text
        message.richText = "<html><head></head><body><div>\(Self.escaped(text))</div></body></html>"
        message.senders = [SimulatedParty(actorID: actorID, name: name, field: "FROM")]
        message.recipients = [recipient(of: thread)]
        append(message, to: threadID)
        return Written(threadID: threadID, messageID: message.id)
    }

    /// The rep writes an internal comment.
    @discardableResult
    package func repComments(threadID: String, text: String) throws(Refusal) -> Written {
        let thread = try found(threadID)
        let comment = newComment(on: thread, by: settings.rep.actorID, client: .hubSpot, text: text, richText: nil)
        append(comment, to: threadID)
        return Written(threadID: threadID, messageID: comment.id)
    }

    /// The rep gives a thread to a user, or to nobody.
    package func assign(threadID: String, to userID: Int?) throws(Refusal) {
        if let userID, !settings.users.contains(where: { $0.userID == userID }) { throw .notFound }
        _ = try found(threadID)
        setAssignee(userID.map { "A-\($0)" }, threadID: threadID, by: settings.rep.actorID)
    }

    package func closeThread(_ threadID: String) throws(Refusal) {
        _ = try found(threadID)
        setStatus(.closed, threadID: threadID, actorID: settings.rep.actorID)
    }

    package func archiveThread(_ threadID: String) throws(Refusal) {
        _ = try found(threadID)
        setArchived(true, threadID: threadID)
    }

    /// HubSpot sends no webhook for this.
    package func markAsSpam(_ threadID: String) throws(Refusal) {
        _ = try found(threadID)
        threads[threadID]?.isSpam = true
    }

    /// A message that was accepted turns out to be undeliverable. HubSpot sends no webhook for this.
    package func failDelivery(threadID: String, messageID: String, reason: String) throws(Refusal) {
        guard let index = try found(threadID).messages.firstIndex(where: { $0.id == messageID }) else { throw .notFound }
        threads[threadID]?.messages[index].status = .failed(message: reason)
    }

    // MARK: Tickets

    /// The rep edits a property of a ticket; an empty value clears it.
    package func editTicketProperty(ticketID: String, name: String, value: String) throws(Refusal) {
        _ = try update(.ticket, ticketID, [name: value], by: .user(settings.rep.userID))
    }

    /// The rep creates a ticket by hand.
    @discardableResult
    package func createTicket(properties: [String: String], threadID: String? = nil) throws(Refusal) -> String {
        let links = threadID.map { [Association(target: .thread, id: $0)] } ?? []
        return try create(.ticket, properties, links, by: .user(settings.rep.userID)).id
    }

    /// Adds a property of tickets to the portal.
    package func defineTicketProperty(_ definition: PropertyDefinition) throws(Refusal) {
        _ = try define(definition, of: .ticket)
    }
}
