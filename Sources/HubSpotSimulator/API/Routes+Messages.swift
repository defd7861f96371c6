import RelayCore

extension SimulatedPortal {
    private func thread(of request: APIRequest) throws(PortalError) -> SimulatedThread {
        let thread = try found(request.parameter("thread"))
        guard !thread.isArchived else { throw .notFound }
        return thread
    }

    /// The order without `sort` is not documented; here it is the oldest first.
    func listMessages(_ request: APIRequest) throws(PortalError) -> APIReply {
        let thread = try thread(of: request)
        let limit = try request.limit(default: 100, max: 500)
        let sort = request.query("sort") ?? "createdAt"
        guard ["createdAt", "-createdAt"].contains(sort) else { throw .invalid("sort must be createdAt or -createdAt") }
        let messages = sort == "createdAt" ? thread.messages : thread.messages.reversed()
        let files = files(at: request.baseURL)
        return .ok(try page(request, limit: limit).json(messages) { json(of: $0, threadID: thread.id, files) })
    }

    private func message(of request: APIRequest) throws(PortalError) -> (SimulatedThread, SimulatedMessage) {
        let thread = try thread(of: request)
        guard let message = thread.messages.first(where: { $0.id == request.parameter("message") }) else { throw .notFound }
        return (thread, message)
    }

    func getMessage(_ request: APIRequest) throws(PortalError) -> APIReply {
        let (thread, message) = try message(of: request)
        return .ok(json(of: message, threadID: thread.id, files(at: request.baseURL)))
    }

    func getOriginalContent(_ request: APIRequest) throws(PortalError) -> APIReply {
        let (_, message) = try message(of: request)
        return .ok((message.original ?? SimulatedContent(text: message.text, richText: message.richText)).json)
    }

    func postMessage(_ request: APIRequest) throws(PortalError) -> APIReply {
        let thread = try thread(of: request)
        let draft = try reading { try MessageDraft(try request.bodyReader()) }
        let message: SimulatedMessage
        switch draft {
        case .comment(let content):
            if settings.inboxes.contains(where: { $0.id == thread.inboxID && $0.isHelpDesk }) { throw Self.noComments }
            // Who was named as the sender does not matter: comments are the integration's.
            var comment = newComment(
                on: thread, by: appActor, client: .integration(appID: settings.appID), text: content.text.text,
                richText: content.text.richText)
            comment.attachments = try attachments(content.attachments)
            message = comment
        case .message(let content, let address):
            try check(address)
            if address.channelID == SimulatedChannel.chat { try checkVisitors(address.recipients, on: thread) }
            message = try outgoing(content, address, on: thread)
            if settings.reopensOnReply { setStatus(.open, threadID: thread.id, actorID: address.senderActorID) }
        }
        append(message, to: thread.id)
        if case .message(_, let address) = draft, settings.assignsOnSend {
            setAssignee(address.senderActorID, threadID: thread.id, by: address.senderActorID)
        }
        return .created(json(of: message, threadID: thread.id, files(at: request.baseURL)))
    }

    /// Since 23 September 2026, help desks take notes on the ticket instead. The words are ours: HubSpot's were not seen.
    private static let noComments = PortalError.invalid("Comments are not supported on threads of a help desk inbox")

    /// Files are named by id; HubSpot's guide says that their address is taken too.
    private func attachments(_ given: [JSON]) throws(PortalError) -> [JSON] {
        var attachments: [JSON] = []
        for attachment in given {
            guard attachment["type"]?.string == "FILE" else {
                attachments.append(attachment)
                continue
            }
            let name = attachment["fileId"]?.id ?? ""
            let id = name.hasPrefix("http") ? String(name.split(separator: "?")[0].split(separator: "/").last ?? "") : name
            guard let file = files[id] else {
                throw MessageDraft.error([MessageDraft.invalidArgument("Invalid fileId: no file of this account")])
            }
            attachments.append(Self.attachment(file))
        }
        return attachments
    }

    private func outgoing(
        _ content: MessageDraft.Content, _ address: MessageDraft.Address, on thread: SimulatedThread
    ) throws(PortalError) -> SimulatedMessage {
        let isEmail = address.channelID == SimulatedChannel.email
        let user = settings.users.first { $0.actorID == address.senderActorID }
        let author = settings.recordsSendsAsIntegration ? appActor : address.senderActorID
        let mailbox = settings.channelAccounts.first { $0.id == address.channelAccountID }?.address
        var message = newMessage(on: thread, by: author, .outgoing)
        message.client = .integration(appID: settings.appID)
        message.senders = [
            SimulatedParty(
                actorID: author, name: user?.name, field: .from, deliveryType: mailbox.map { _ in .email },
                deliveryValue: mailbox)
        ]
        message.recipients = address.recipients
        message.text = content.text.text
        message.richText = content.text.richText
        message.attachments = try attachments(content.attachments)
        if let reason = sendFailures.isEmpty ? settings.sendFailure : sendFailures.removeFirst() {
            message.status = .failed(message: reason)
        }
        message.channelID = address.channelID
        message.channelAccountID = address.channelAccountID
        if isEmail {
            message.subject = address.subject
            // What a capture of an e-mail reply shows, whole as its text was.
            message.truncation = .truncatedToMostRecentReply
        }
        return message
    }

    /// What only the portal can check of a message: users and channel accounts.
    private func check(_ address: MessageDraft.Address) throws(PortalError) {
        guard settings.users.contains(where: { $0.actorID == address.senderActorID && $0.isActive }) else {
            throw MessageDraft.error([MessageDraft.invalidArgument("Invalid actorId: no user of this account")])
        }
        guard settings.channelAccounts.contains(where: { $0.id == address.channelAccountID && $0.channelID == address.channelID })
        else {
            throw MessageDraft.error([
                MessageDraft.invalidArgument("Invalid channelAccountId: no account of this channel")
            ])
        }
    }

    /// A chat reaches whoever is on the thread and nobody else.
    private func checkVisitors(_ recipients: [SimulatedParty], on thread: SimulatedThread) throws(PortalError) {
        let present =
            [Self.visitorParty(thread.customer)] + thread.messages.filter { $0.direction == .incoming }.flatMap(\.senders)
        let (actors, addresses) = (Set(present.compactMap(\.actorID)), Set(present.compactMap(\.deliveryValue)))
        for recipient in recipients {
            guard recipient.actorID.map(actors.contains) ?? true, recipient.deliveryValue.map(addresses.contains) == true else {
                throw MessageDraft.error([MessageDraft.invalidArgument("Invalid recipient: nobody on this thread")])
            }
        }
    }
}
