import RelayCore

/// What customers do. Each makes the webhooks that HubSpot would send.
///
/// All throw a ``PortalError`` for a thread that does not exist, or a channel without an account.
extension SimulatedPortal {
    /// A customer writes in a chat.
    /// - Parameters:
    ///   - threadID: nil opens a new thread.
    ///   - name: As the customer gave it to the chat; of a new thread only, as `email`.
    ///   - channelID: Another chat-like channel that has an account in the settings, for example WhatsApp.
    @discardableResult
    package func customerWritesChat(
        text: String, threadID: String? = nil, name: String? = nil, email: String? = nil,
        channelID: String = SimulatedChannel.chat, attachments: [AttachedFile] = []
    ) throws(PortalError) -> Written {
        let thread = try thread(threadID, channelID) { customer(name: name, email: email) }
        var message = newMessage(on: thread, by: thread.customer.actorID, .incoming)
        message.client = .system
        message.text = text
        message.richText = "<p>\(Self.escaped(text))</p>"
        message.senders = [Self.visitorParty(thread.customer)]
        message.attachments = attach(attachments)
        return try receive(message, on: thread.id)
    }

    /// A customer writes on WhatsApp, where there is a telephone number and no e-mail address.
    @discardableResult
    package func customerWritesWhatsApp(
        text: String, threadID: String? = nil, name: String? = nil, phone: String
    ) throws(PortalError) -> Written {
        let thread = try thread(threadID, SimulatedChannel.whatsApp) { customer(name: name, email: nil, phone: phone) }
        var message = newMessage(on: thread, by: thread.customer.actorID, .incoming)
        message.text = text
        message.senders = [
            SimulatedParty(
                actorID: thread.customer.actorID, name: thread.customer.name, field: .from, deliveryType: .phone,
                deliveryValue: phone)
        ]
        return try receive(message, on: thread.id)
    }

    /// A customer sends an e-mail.
    /// - Parameters:
    ///   - from: The bare address.
    ///   - to: Addresses; the mailbox's unless others are given. The mail arrives in the mailbox that it is sent to, else in the
    ///     thread's own, else in the first.
    ///   - threadID: nil opens a new thread.
    ///   - original: What the mail held in full where `text` is only its newest part.
    @discardableResult
    package func customerWritesEmail(
        from: String, name: String? = nil, to: [String] = [], cc: [String] = [], subject: String, text: String,
        html: String? = nil, threadID: String? = nil, original: SimulatedContent? = nil, attachments: [AttachedFile] = []
    ) throws(PortalError) -> Written {
        let account = mailbox(among: to + cc)
        let thread = try thread(threadID, SimulatedChannel.email, account) { customer(name: name, email: from) }
        let sender = thread.customer.email == from ? thread.customer : customer(name: name, email: from)
        var message = newMessage(on: thread, by: sender.actorID, .incoming)
        message.text = text
        message.richText = html
        message.subject = subject
        message.original = original
        message.truncation = original == nil ? .notTruncated : .truncatedToMostRecentReply
        message.senders = [Self.emailParty(from, .from, actorID: sender.actorID, name: name ?? sender.name)]
        if let account { message.channelAccountID = account.id }
        let mailbox = settings.channelAccounts.first { $0.id == thread.channelAccountID }?.address
        let addressees = to.isEmpty ? [mailbox].compactMap(\.self) : to
        message.recipients = addressees.map { Self.emailParty($0, .to) } + cc.map { Self.emailParty($0, .cc) }
        message.attachments = attach(attachments)
        return try receive(message, on: thread.id)
    }

    /// A customer sends a form. It always opens a thread, and is the customer's whatever address it holds.
    /// - Parameter fields: Label and value, in the order of the form.
    @discardableResult
    package func customerWritesForm(
        email: String, name: String? = nil, fields: [(label: String, value: String)]
    ) throws(PortalError) -> Written {
        let thread = try thread(nil, SimulatedChannel.form) { customer(name: name, email: email) }
        var message = newMessage(on: thread, by: thread.customer.actorID, .incoming)
        message.text = fields.map { "\($0.label): \($0.value)" }.joined(separator: "\n")
        message.richText = fields.map { "<p><b>\(Self.escaped($0.label))</b>: \(Self.escaped($0.value))</p>" }.joined()
        message.senders = [Self.emailParty(email, .from, actorID: thread.customer.actorID, name: name)]
        return try receive(message, on: thread.id)
    }

    /// Another integration brings in what a customer wrote on its own channel: the message is incoming, and an integration's.
    @discardableResult
    package func customerWritesThroughIntegration(
        text: String, threadID: String? = nil, name: String? = nil, appID: Int = 2_200_417,
        channelID: String = SimulatedChannel.custom
    ) throws(PortalError) -> Written {
        let thread = try thread(threadID, channelID) { customer(name: name, email: nil) }
        var message = newMessage(on: thread, by: thread.customer.actorID, .incoming)
        message.client = .integration(appID: appID)
        message.text = text
        message.senders = [Self.visitorParty(thread.customer)]
        return try receive(message, on: thread.id)
    }

    /// A customer has everything about them deleted, which the law allows: the contact, and all its conversations.
    package func customerDeletesData(contactID: String) throws(PortalError) { try erase(contactID: contactID) }

    /// As ``customerDeletesData(contactID:)`` for one conversation, whose visitor may be no contact.
    package func customerDeletesData(threadID: String) throws(PortalError) { erase(threadID: try found(threadID).id) }

    // MARK: Receiving

    private func mailbox(among addresses: [String]) -> SimulatedChannelAccount? {
        let addresses = addresses.map { $0.lowercased() }
        return settings.channelAccounts.first { account in
            account.channelID == SimulatedChannel.email && account.address.map { addresses.contains($0.lowercased()) } == true
        }
    }

    private func thread(
        _ threadID: String?, _ channelID: String, _ account: SimulatedChannelAccount? = nil,
        _ customer: () -> SimulatedCustomer
    ) throws(PortalError) -> SimulatedThread {
        catchUp()
        if let threadID { return try found(threadID) }
        _ = try self.account(channelID: channelID)
        return try found(try openThread(channelID: channelID, account: account, customer: customer()))
    }

    static func visitorParty(_ customer: SimulatedCustomer) -> SimulatedParty {
        SimulatedParty(
            actorID: customer.actorID, name: customer.name, field: .from, deliveryType: .channelSpecificOpaqueID,
            deliveryValue: "visitor-\(customer.id)")
    }

    /// Adds what came in; a closed thread opens again.
    func receive(_ message: SimulatedMessage, on threadID: String) throws(PortalError) -> Written {
        if settings.reopensOnCustomerMessage, try found(threadID).status == .closed {
            setStatus(.open, threadID: threadID, actorID: message.createdBy)
        }
        append(cut(message), to: threadID)
        return Written(threadID: threadID, messageID: message.id)
    }

    private func cut(_ message: SimulatedMessage) -> SimulatedMessage {
        guard let limit = settings.truncatesAfter, message.text.count > limit else { return message }
        var message = message
        message.original = message.original ?? SimulatedContent(text: message.text, richText: message.richText)
        message.text = String(message.text.prefix(limit))
        message.richText = nil
        message.truncation = .truncated
        return message
    }
}
