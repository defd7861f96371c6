import RelayCore

/// The changes that a thread can undergo, whoever makes them.
extension SimulatedPortal {
    /// - Parameter chosen: What the customer wrote to; nil: the channel's first.
    func openThread(
        channelID: String, account chosen: SimulatedChannelAccount? = nil, customer: SimulatedCustomer
    ) throws(PortalError) -> String {
        let account = if let chosen { chosen } else { try account(channelID: channelID) }
        let thread = SimulatedThread(
            id: sequence.thread(), inboxID: settings.inboxID(of: account), channelID: channelID, channelAccountID: account.id,
            customer: customer, createdAt: instant())
        threads[thread.id] = thread
        emit(.conversationCreation, objectID: thread.id, at: thread.createdAt)
        if settings.makesTicket(channelID: channelID) {
            plan(after: settings.ticketDelay) { $0.createTicket(threadID: thread.id) }
        }
        if channelID == SimulatedChannel.chat, let text = settings.welcomeText {
            var welcome = SimulatedMessage(
                id: sequence.message(isEmail: false), type: .welcomeMessage, createdAt: instant(), createdBy: Self.system,
                client: .system)
            welcome.senders = [SimulatedParty(actorID: Self.system)]
            welcome.text = text
            welcome.channelID = channelID
            welcome.channelAccountID = account.id
            append(welcome, to: thread.id)
        }
        return thread.id
    }

    /// Who HubSpot takes a customer to be: a contact where one has the address or is made for it, else a visitor.
    func customer(name: String?, email: String?, phone: String? = nil) -> SimulatedCustomer {
        let known = email.flatMap { self.contact(email: $0) } ?? phone.flatMap { self.contact(phone: $0) }
        if let known { return SimulatedCustomer(id: known.id, isContact: true, name: name, email: email, phone: phone) }
        guard email != nil || phone != nil, settings.createsContacts else {
            return SimulatedCustomer(id: sequence.visitor(), isContact: false, name: name, email: email, phone: phone)
        }
        var properties: [String: String] = [:]
        properties["email"] = email
        properties["phone"] = phone
        let parts = (name ?? "").split(separator: " ", maxSplits: 1).map(String.init)
        properties["firstname"] = parts.first
        properties["lastname"] = parts.count > 1 ? parts[1] : nil
        let contact = insert(.contact, properties, by: .hubSpot)
        return SimulatedCustomer(id: contact.id, isContact: true, name: name, email: email, phone: phone)
    }

    private func contact(phone: String) -> SimulatedObject? {
        sorted(.contact).first { contact in
            !contact.isArchived && PhoneNumber.isSame(contact.properties["phone"] ?? "", phone)
        }
    }

    /// What HubSpot does on channels with tickets turned on. A thread that has got one meanwhile gets no other.
    private func createTicket(threadID: String) {
        guard let thread = threads[threadID], thread.ticketID == nil, let pipeline = settings.pipelines.first,
            let stage = pipeline.stages.first
        else { return }
        var links = [Association.thread(thread.id)]
        if thread.customer.isContact { links.append(.contact(thread.customer.id)) }
        let properties = [
            "subject": "Conversation with \(thread.customer.name ?? thread.customer.email ?? "a visitor")",
            "hs_pipeline": pipeline.id, "hs_pipeline_stage": stage.id, "hs_conversations_originating_thread_id": thread.id,
        ]
        let ticket = insert(.ticket, properties, by: .hubSpot)
        for link in links { apply(link, to: ticket, by: .hubSpot) }
    }

    // MARK: Items

    static let system = "S-hubspot"

    func newMessage(on thread: SimulatedThread, by actorID: String, _ direction: MessageDirection) -> SimulatedMessage {
        var message = SimulatedMessage(
            id: sequence.message(isEmail: thread.channelID == SimulatedChannel.email), type: .message, createdAt: instant(),
            createdBy: actorID, client: .hubSpot)
        message.direction = direction
        message.channelID = thread.channelID
        message.channelAccountID = thread.channelAccountID
        message.status = direction == .incoming ? .received : .sent
        return message
    }

    func newComment(
        on thread: SimulatedThread, by actorID: String, client: SimulatedMessage.Client, text: String, richText: String?
    ) -> SimulatedMessage {
        var comment = SimulatedMessage(
            id: sequence.message(isEmail: false), type: .comment, createdAt: instant(), createdBy: actorID, client: client)
        comment.senders = [SimulatedParty(actorID: actorID)]
        comment.text = text
        // HubSpot's answers always have both.
        comment.richText = richText ?? "<div>\(Self.escaped(text))</div>"
        return comment
    }

    /// Adds an item, and tells of it where it is a message, a comment or a welcome message.
    func append(_ message: SimulatedMessage, to threadID: String) {
        threads[threadID]?.messages.append(message)
        guard [.message, .comment, .welcomeMessage].contains(message.type) else { return }
        emit(
            .conversationNewMessage, objectID: threadID, at: message.createdAt,
            [
                "messageId": .string(message.id), "messageType": .string(message.type.rawValue), "changeFlag": "NEW_MESSAGE",
            ])
    }

    // MARK: Properties

    func setAssignee(_ actorID: String?, threadID: String, by author: String) {
        guard let thread = threads[threadID], thread.assignedTo != actorID else { return }
        var item = systemItem(.assignment, by: author)
        item.assignedFrom = thread.assignedTo
        item.assignedTo = actorID
        threads[threadID]?.assignedTo = actorID
        append(item, to: threadID)
        emitChange("assignedTo", actorID ?? "", threadID, at: item)
    }

    func setStatus(_ status: ThreadStatus, threadID: String, actorID: String) {
        guard let thread = threads[threadID], thread.status != status else { return }
        var item = systemItem(.threadStatusChange, by: actorID)
        item.newStatus = status
        threads[threadID]?.status = status
        threads[threadID]?.closedAt = status == .closed ? item.createdAt : nil
        append(item, to: threadID)
        emitChange("status", status.rawValue, threadID, at: item)
    }

    func setArchived(_ isArchived: Bool, threadID: String) {
        guard let thread = threads[threadID], thread.isArchived != isArchived else { return }
        threads[threadID]?.isArchived = isArchived
        let instant = instant()
        emit(
            .conversationPropertyChange, objectID: threadID, at: instant,
            ["propertyName": "isArchived", "propertyValue": isArchived ? "true" : "false"])
        if isArchived { emit(.conversationDeletion, objectID: threadID, at: instant) }
    }

    func setInbox(_ inboxID: String, threadID: String, by actorID: String) {
        guard let thread = threads[threadID], thread.inboxID != inboxID else { return }
        var item = systemItem(.threadInboxChange, by: actorID)
        item.fromInboxID = thread.inboxID
        item.toInboxID = inboxID
        threads[threadID]?.inboxID = inboxID
        append(item, to: threadID)
    }

    private func systemItem(_ type: MessageType, by actorID: String) -> SimulatedMessage {
        var item = SimulatedMessage(
            id: sequence.message(isEmail: false), type: type, createdAt: instant(), createdBy: actorID, client: .system)
        item.senders = [SimulatedParty(actorID: Self.system)]
        return item
    }

    private func emitChange(_ name: String, _ value: String, _ threadID: String, at item: SimulatedMessage) {
        emit(
            .conversationPropertyChange, objectID: threadID, at: item.createdAt,
            ["propertyName": .string(name), "propertyValue": .string(value)])
    }

    // MARK: Parties

    func recipient(of thread: SimulatedThread) -> SimulatedParty {
        if thread.channelID == SimulatedChannel.email, let email = thread.customer.email { return Self.emailParty(email, .to) }
        if thread.channelID == SimulatedChannel.whatsApp, let phone = thread.customer.phone {
            return SimulatedParty(field: .to, deliveryType: .phone, deliveryValue: phone)
        }
        var party = Self.visitorParty(thread.customer)
        party.field = .to
        return party
    }

    static func emailParty(
        _ address: String, _ field: RecipientField, actorID: String? = nil, name: String? = nil
    ) -> SimulatedParty {
        SimulatedParty(actorID: actorID, name: name, field: field, deliveryType: .email, deliveryValue: address)
    }

    /// Text as HTML.
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { html, character in
            switch character {
            case "&": html += "&amp;"
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "\n": html += "<br>"
            default: html.append(character)
            }
        }
    }
}
