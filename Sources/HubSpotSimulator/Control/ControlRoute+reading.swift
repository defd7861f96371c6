import RelayCore

/// Looking at what is there and what was called.
extension ControlRoute {
    static let reading: [ControlRoute] = [
        ControlRoute("GET", "") { simulation, input in
            await simulation.portal.overview(
                url: input.baseURL, calls: simulation.journal.calls.count, waitingWebhooks: await simulation.waitingWebhooks)
        },
        ControlRoute("GET", "/threads") { simulation, _ in
            ["threads": .array(await simulation.portal.threadSummaries)]
        },
        ControlRoute("GET", "/threads/{id}") { simulation, input in
            try await simulation.portal.wholeThread(input.path["id"] ?? "", simulation.portal.files(at: input.baseURL))
        },
        ControlRoute("GET", "/records/{type}") { simulation, input in
            let records = await simulation.portal.records(try type(input))
            return ["records": .array(records)]
        },
        ControlRoute("GET", "/records/{type}/{id}") { simulation, input in
            try await simulation.portal.record(try type(input), input.path["id"] ?? "")
        },
        ControlRoute("GET", "/calls") { simulation, input in
            let calls = simulation.journal.calls.filter { call in
                (input.query["operation"].map { $0 == call.operation?.rawValue } ?? true)
                    && (input.query["method"].map { $0 == call.method } ?? true)
            }
            return ["calls": .array(calls.map(\.json))]
        },
        ControlRoute("DELETE", "/calls") { simulation, _ in
            simulation.journal.forgetCalls()
            return done
        },
        ControlRoute("GET", "/webhooks") { simulation, _ in
            guard let webhooks = simulation.webhooks else {
                return ["target": nil, "waiting": .number(JSONNumber(await simulation.waitingWebhooks)), "deliveries": []]
            }
            return await webhooks.json(waiting: await simulation.waitingWebhooks)
        },
    ]

    private static func type(_ input: Input) throws -> ObjectType {
        guard let type = ObjectType(named: input.path["type"] ?? "") else {
            throw FieldError(path: "type", problem: "must be one of \(ObjectType.allCases.map(\.rawValue))")
        }
        return type
    }
}

extension SimulatedCall {
    /// Without bodies: one of them is a token.
    var json: JSON {
        [
            "operation": .optional(operation?.rawValue), "method": .string(method), "path": .string(path),
            "query": .string(query),
            "status": .optional(status),
        ]
    }
}

extension WebhookSender {
    func json(waiting: Int) -> JSON {
        let sent = deliveries.map { delivery -> JSON in
            [
                "sentAt": .string(Timestamp.rfc3339(delivery.sentAt)), "attempt": .number(JSONNumber(delivery.attempt)),
                "status": .optional(delivery.status), "events": .array(delivery.payload),
            ]
        }
        return [
            "target": .optional(targetURL), "waiting": .number(JSONNumber(waiting)),
            "abandoned": .number(JSONNumber(abandoned)), "deliveries": .array(sent),
        ]
    }
}

extension SimulatedPortal {
    func overview(url: String, calls: Int, waitingWebhooks: Int) -> JSON {
        catchUp()
        let counts = ObjectType.allCases.map { type in
            (type.rawValue, JSON.number(JSONNumber(sorted(type).count { !$0.isArchived })))
        }
        return [
            "url": .string(url), "portalId": .number(JSONNumber(settings.portalID)),
            "appId": .number(JSONNumber(settings.appID)), "now": .string(Timestamp.rfc3339(ambient.now())),
            "threads": .number(JSONNumber(threads.count)), "records": .object(JSONObject(counts)),
            "calls": .number(JSONNumber(calls)), "waitingWebhooks": .number(JSONNumber(waitingWebhooks)),
        ]
    }

    var threadSummaries: [JSON] {
        catchUp()
        return allThreads.map { $0.json(withTicket: true) }
    }

    /// With everything on it, oldest first.
    func wholeThread(_ id: String, _ files: FileAddresses) throws(PortalError) -> JSON {
        catchUp()
        let thread = try found(id)
        var members = thread.json(withTicket: true).object ?? [:]
        members["messages"] = .array(thread.messages.map { json(of: $0, threadID: id, files) })
        return .object(members)
    }

    func records(_ type: ObjectType) -> [JSON] {
        catchUp()
        return sorted(type).map(whole)
    }

    func record(_ type: ObjectType, _ id: String) throws(PortalError) -> JSON {
        catchUp()
        guard let object = objects[type]?[id] else { throw .notFound }
        return whole(object)
    }

    /// With every property, and the ids of what it is associated with.
    private func whole(_ object: SimulatedObject) -> JSON {
        var members = object.json(properties: object.properties.keys.sorted()).object ?? [:]
        members["associations"] = .object(
            JSONObject(
                ObjectType.allCases.compactMap { type in
                    let ids = linked(object.reference, type).map { JSON.string($0.id) }
                    return ids.isEmpty ? nil : (type.rawValue, JSON.array(ids))
                }))
        return .object(members)
    }
}
