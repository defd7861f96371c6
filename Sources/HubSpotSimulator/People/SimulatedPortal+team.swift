import RelayCore

/// What the team does, and what bots do. Each makes the webhooks that HubSpot would send.
///
/// All throw a ``PortalError`` for a thread or user that does not exist.
extension SimulatedPortal {
    /// The rep answers in HubSpot's own inbox, and is given the thread by that (``PortalSettings/assignsOnReply``).
    @discardableResult
    package func repReplies(threadID: String, text: String) throws(PortalError) -> Written {
        let rep = settings.rep
        let written = try answers(threadID: threadID, text: text, actorID: rep.actorID, name: rep.name)
        if settings.assignsOnReply { setAssignee(rep.actorID, threadID: threadID, by: rep.actorID) }
        return written
    }

    /// A chatflow bot (`B-…`) or HubSpot's customer agent (`L-…`) answers.
    @discardableResult
    package func botReplies(threadID: String, text: String, actorID: String = "B-4410") throws(PortalError) -> Written {
        try answers(threadID: threadID, text: text, actorID: actorID, name: "Assistant bot")
    }

    private func answers(threadID: String, text: String, actorID: String, name: String) throws(PortalError) -> Written {
        catchUp()
        let thread = try found(threadID)
        var message = newMessage(on: thread, by: actorID, .outgoing)
        message.text = text
        message.richText = "<html><head></head><body><div>\(Self.escaped(text))</div></body></html>"
        message.senders = [SimulatedParty(actorID: actorID, name: name, field: .from)]
        message.recipients = [recipient(of: thread)]
        if thread.channelID == SimulatedChannel.email {
            message.subject = Self.answerSubject(thread)
            message.senders[0].deliveryType = .email
            message.senders[0].deliveryValue = settings.channelAccounts.first { $0.id == thread.channelAccountID }?.address
        }
        append(message, to: threadID)
        return Written(threadID: threadID, messageID: message.id)
    }

    /// A colleague answers the customer from a mailbox of their own: HubSpot records that as incoming.
    /// - Parameter from: The bare address, the rep's unless another is given.
    @discardableResult
    package func colleagueWritesEmail(threadID: String, from: String? = nil, text: String) throws(PortalError) -> Written {
        catchUp()
        let thread = try found(threadID)
        let address = from ?? settings.rep.email
        let sender = customer(name: nil, email: address)
        var message = newMessage(on: thread, by: sender.actorID, .incoming)
        message.text = text
        message.subject = Self.answerSubject(thread)
        message.senders = [Self.emailParty(address, .from, actorID: sender.actorID)]
        let mailbox = settings.channelAccounts.first { $0.id == thread.channelAccountID }?.address
        message.recipients = [recipient(of: thread)] + [mailbox].compactMap(\.self).map { Self.emailParty($0, .cc) }
        return try receive(message, on: threadID)
    }

    private static func answerSubject(_ thread: SimulatedThread) -> String {
        "Re: \(thread.messages.compactMap(\.subject).first ?? "your message")"
    }

    /// The rep writes an internal comment.
    @discardableResult
    package func repComments(threadID: String, text: String) throws(PortalError) -> Written {
        catchUp()
        let thread = try found(threadID)
        let comment = newComment(on: thread, by: settings.rep.actorID, client: .hubSpot, text: text, richText: nil)
        append(comment, to: threadID)
        return Written(threadID: threadID, messageID: comment.id)
    }

    /// The rep gives a thread to a user, or to nobody.
    package func assign(threadID: String, to userID: Int?) throws(PortalError) {
        if let userID, !settings.users.contains(where: { $0.userID == userID }) { throw .notFound }
        _ = try found(threadID)
        setAssignee(userID.map { "A-\($0)" }, threadID: threadID, by: settings.rep.actorID)
    }

    package func closeThread(_ threadID: String) throws(PortalError) {
        _ = try found(threadID)
        setStatus(.closed, threadID: threadID, actorID: settings.rep.actorID)
    }

    package func reopenThread(_ threadID: String) throws(PortalError) {
        _ = try found(threadID)
        setStatus(.open, threadID: threadID, actorID: settings.rep.actorID)
    }

    package func archiveThread(_ threadID: String) throws(PortalError) {
        _ = try found(threadID)
        setArchived(true, threadID: threadID)
    }

    /// The rep moves a thread to another inbox. HubSpot sends no webhook for this.
    package func moveThread(_ threadID: String, to inboxID: String) throws(PortalError) {
        _ = try found(threadID)
        guard settings.inboxes.contains(where: { $0.id == inboxID }) else { throw .notFound }
        setInbox(inboxID, threadID: threadID, by: settings.rep.actorID)
    }

    /// HubSpot sends no webhook for this.
    package func markAsSpam(_ threadID: String) throws(PortalError) {
        _ = try found(threadID)
        threads[threadID]?.isSpam = true
    }

    // MARK: Delivery

    /// A message that was accepted turns out to be undeliverable. HubSpot sends no webhook for this.
    package func failDelivery(threadID: String, messageID: String, reason: String) throws(PortalError) {
        guard let index = try found(threadID).messages.firstIndex(where: { $0.id == messageID }) else { throw .notFound }
        threads[threadID]?.messages[index].status = .failed(message: reason)
    }

    /// The next messages that the app sends fail at once.
    package func failNextSends(_ times: Int = 1, reason: String) {
        sendFailures += Array(repeating: reason, count: times)
    }
}
