import RelayCore

extension SimulatedPortal {
    func listInboxes() -> APIReply {
        .ok([
            "results": [
                ["id": .string(settings.inboxID), "name": "Support inbox", "type": "INBOX", "archived": false]
            ]
        ])
    }

    func listChannels() -> APIReply {
        let channels = SimulatedChannel.names.sorted { $0.key < $1.key }
        return .ok(["results": .array(channels.map { ["id": .string($0.key), "name": .string($0.value)] })])
    }

    func listChannelAccounts(_ request: APIRequest) -> APIReply {
        let wanted = request.query("channelId")
        let accounts = settings.channelAccounts.filter { wanted == nil || wanted == $0.channelID }
        return .ok(["results": .array(accounts.map(json))])
    }

    private func json(_ account: SimulatedChannelAccount) -> JSON {
        var members: [String: JSON] = [
            "id": .string(account.id), "channelId": .string(account.channelID), "inboxId": .string(settings.inboxID),
            "name": .string(account.name), "active": true, "authorized": true, "archived": false,
        ]
        members["deliveryIdentifier"] = account.address.map {
            ["type": .string(SimulatedParty.emailType), "value": .string($0)]
        }
        return .object(members)
    }

    // MARK: Actors

    func getActor(_ request: APIRequest) throws(Refusal) -> APIReply {
        guard let actor = actor(request.parameter("actor")) else { throw .notFound }
        return .ok(actor)
    }

    func readActors(_ request: APIRequest) throws(Refusal) -> APIReply {
        let body = try request.bodyReader()
        let ids = try reading { (try body.optionalArray("inputs") ?? []).compactMap(\.string) }
        let time = JSON.string(Timestamp.rfc3339(ambient.now()))
        return .ok([
            "status": "COMPLETE", "results": .array(ids.compactMap(actor)), "startedAt": time, "completedAt": time,
        ])
    }

    private func actor(_ id: String) -> JSON? {
        if let user = settings.users.first(where: { $0.actorID == id }) {
            return ["id": .string(id), "type": "AGENT", "name": .string(user.name), "email": .string(user.email)]
        }
        if let customer = threads.values.first(where: { $0.customer.actorID == id })?.customer {
            var members: [String: JSON] = ["id": .string(id), "type": "VISITOR"]
            members["name"] = customer.name.map(JSON.string)
            members["email"] = customer.email.map(JSON.string)
            return .object(members)
        }
        if id == appActor { return ["id": .string(id), "type": "INTEGRATOR", "name": "App"] }
        return id == Self.system ? ["id": .string(id), "type": "SYSTEM"] : nil
    }
}
