import RelayCore

extension SimulatedPortal {
    /// When the portal's own furniture was made.
    static let founded = Timestamp.date(milliseconds: 1_700_000_000_000)

    // MARK: Inboxes

    func listInboxes(_ request: APIRequest) throws(PortalError) -> APIReply {
        let limit = try request.limit(default: 100, max: 500)
        let inboxes = request.flag("archived") ? [] : settings.inboxes
        return .ok(try page(request, limit: limit, tellsTotal: true).json(inboxes, json: json))
    }

    func getInbox(_ request: APIRequest) throws(PortalError) -> APIReply {
        guard let inbox = settings.inboxes.first(where: { $0.id == request.parameter("id") }) else { throw .notFound }
        return .ok(json(inbox))
    }

    private func json(_ inbox: SimulatedInbox) -> JSON {
        let created = JSON.string(Timestamp.rfc3339(Self.founded))
        return [
            "id": .string(inbox.id), "name": .string(inbox.name), "type": .string(inbox.isHelpDesk ? "HELP_DESK" : "INBOX"),
            "archived": false, "createdAt": created, "updatedAt": created,
        ]
    }

    // MARK: Channels

    private var channels: [(id: String, name: String)] {
        let own = settings.channelAccounts.map(\.channelID).filter { SimulatedChannel.names[$0] == nil }
        let all = SimulatedChannel.names.merging(own.map { ($0, "CUSTOM") }) { first, _ in first }
        return all.sorted { Self.isBefore($0.key, $1.key) }.map { ($0.key, $0.value) }
    }

    func listChannels(_ request: APIRequest) throws(PortalError) -> APIReply {
        let limit = try request.limit(default: 100, max: 500)
        return .ok(
            try page(request, limit: limit).json(channels) { ["id": .string($0.id), "name": .string($0.name)] })
    }

    func getChannel(_ request: APIRequest) throws(PortalError) -> APIReply {
        guard let channel = channels.first(where: { $0.id == request.parameter("id") }) else { throw .notFound }
        return .ok(["id": .string(channel.id), "name": .string(channel.name)])
    }

    func listChannelAccounts(_ request: APIRequest) throws(PortalError) -> APIReply {
        let limit = try request.limit(default: 100, max: 500)
        let (channel, inbox) = (request.query("channelId"), request.query("inboxId"))
        let accounts = settings.channelAccounts.filter { account in
            (channel == nil || channel == account.channelID) && (inbox == nil || inbox == settings.inboxID(of: account))
        }
        return .ok(
            try page(request, limit: limit, tellsTotal: true).json(request.flag("archived") ? [] : accounts, json: json))
    }

    func getChannelAccount(_ request: APIRequest) throws(PortalError) -> APIReply {
        guard let account = settings.channelAccounts.first(where: { $0.id == request.parameter("id") }) else { throw .notFound }
        return .ok(json(account))
    }

    private func json(_ account: SimulatedChannelAccount) -> JSON {
        let created = JSON.string(Timestamp.rfc3339(Self.founded))
        var members: JSONObject = [
            "id": .string(account.id), "channelId": .string(account.channelID),
            "inboxId": .string(settings.inboxID(of: account)), "name": .string(account.name), "active": .bool(account.isActive),
            "authorized": .bool(account.isAuthorized),
            "archived": false, "createdAt": created,
        ]
        members["deliveryIdentifier"] = account.address.map {
            ["type": .string(DeliveryIdentifierType.email.rawValue), "value": .string($0)]
        }
        return .object(members)
    }

    // MARK: Actors

    func getActor(_ request: APIRequest) throws(PortalError) -> APIReply {
        guard let actor = actor(request.parameter("actor")) else { throw .notFound }
        return .ok(actor)
    }

    /// 207 when not all are known.
    func readActors(_ request: APIRequest) throws(PortalError) -> APIReply {
        let body = try request.bodyReader()
        let ids = try reading { (try body.optionalArray("inputs") ?? []).compactMap(\.string) }
        guard ids.count <= 100 else { throw .invalid("inputs must hold 100 elements at most") }
        return batch(
            ids.compactMap(actor), missing: ids.filter { actor($0) == nil }, message: "Could not get some of the actors.")
    }

    private func actor(_ id: String) -> JSON? {
        if let user = settings.users.first(where: { $0.actorID == id && $0.hasSeat }) {
            return ["id": .string(id), "type": "AGENT", "name": .string(user.name), "email": .string(user.email)]
        }
        if let customer = threads.values.first(where: { $0.customer.actorID == id })?.customer {
            return Self.visitor(id, name: customer.name, email: customer.email)
        }
        if id.hasPrefix("V-"), let contact = objects[.contact]?[String(id.dropFirst(2))] {
            let name = ["firstname", "lastname"].compactMap { contact.properties[$0] }.joined(separator: " ")
            return Self.visitor(id, name: name.isEmpty ? nil : name, email: contact.properties["email"])
        }
        if id == appActor { return ["id": .string(id), "type": "INTEGRATOR", "name": "App"] }
        if id == Self.system { return ["id": .string(id), "type": "SYSTEM"] }
        return knownAuthor(id)
    }

    private static func visitor(_ id: String, name: String?, email: String?) -> JSON {
        var members: JSONObject = ["id": .string(id), "type": "VISITOR"]
        members["name"] = name.map(JSON.string)
        members["email"] = email.map(JSON.string)
        return .object(members)
    }

    /// A bot, a customer agent or another integration, if one of the name has written somewhere.
    private func knownAuthor(_ id: String) -> JSON? {
        guard let type = ["B": "BOT", "L": "LLM", "I": "INTEGRATOR"][id.prefix { $0 != "-" }.description],
            let message = threads.values.lazy.flatMap(\.messages).first(where: { $0.createdBy == id })
        else { return nil }
        return ["id": .string(id), "type": .string(type), "name": .string(message.senders.first?.name ?? "Assistant")]
    }
}
