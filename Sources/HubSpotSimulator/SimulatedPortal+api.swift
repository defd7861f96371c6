import FoundationEssentials
import RelayCore

/// HubSpot's API, without HTTP: a request in, an answer out.
extension SimulatedPortal {
    package struct Answer: Sendable {
        package var status: Int
        package var body: JSON
        package var headers: [String: String] = [:]
    }

    /// Both editions of the paths end alike: what stands before the object's name is all that differs.
    private static let prefixes = [
        "/conversations/v3/conversations/": "", "/conversations/conversations/2026-09/": "", "/crm/v3/objects/": "",
        "/crm/objects/2026-09/": "", "/crm/v3/owners": "owners", "/crm/owners/2026-09": "owners",
        "/crm/v3/pipelines/": "pipelines/", "/crm/pipelines/2026-09/": "pipelines/", "/crm/v3/properties/": "properties/",
        "/crm/properties/2026-09/": "properties/", "/oauth/v2/private-apps/get/": "",
    ]

    package func answer(
        method: String, path: String, query: [String: String], token: String?, body: JSON
    ) -> Answer {
        if let fault = record(method, path) { return Answer(status: fault.status, body: fault.body, headers: fault.headers) }
        guard token == Self.accessToken else {
            return error(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.")
        }
        guard let (prefix, name) = Self.prefixes.first(where: { path.hasPrefix($0.key) }) else { return notFound }
        let parts = (name + path.dropFirst(prefix.count)).split(separator: "/").map {
            String($0).replacing("%40", with: "@").replacing("%3D", with: "=")
        }
        switch (method, parts.count) {
        case (_, 1...) where parts[0] == "threads": return threadCall(method, Array(parts.dropFirst()), query, body)
        case (_, 1...) where parts[0] == "contacts": return contactCall(method, Array(parts.dropFirst()), query, body)
        case (_, 1...) where parts[0] == "tickets": return ticketCall(method, Array(parts.dropFirst()), body)
        case ("GET", 2) where parts[0] == "owners": return owner(parts[1], by: query["idProperty"] ?? "id")
        case ("GET", 2) where parts == ["pipelines", "tickets"]: return Answer(status: 200, body: Self.pipelines)
        case ("GET", 3) where parts[0] == "properties": return property(parts[2])
        case ("POST", 1) where parts[0] == "access-token-info":
            return Answer(
                status: 200, body: ["userId": 1, "hubId": number(Self.portalID), "appId": number(Self.appID), "scopes": []])
        default: return notFound
        }
    }

    private var notFound: Answer { error(404, "OBJECT_NOT_FOUND", "resource not found") }

    private func error(_ status: Int, _ category: String, _ message: String) -> Answer {
        Answer(
            status: status,
            body: [
                "status": "error", "category": .string(category), "message": .string(message),
                "correlationId": "00000000-0000-4000-8000-000000000000",
            ])
    }

    // MARK: Conversations

    private func threadCall(_ method: String, _ parts: [String], _ query: [String: String], _ body: JSON) -> Answer {
        guard let id = parts.first else {
            let wanted = query["associatedTicketId"]
            let found = threads.keys.sorted().filter { ticketID(ofThread: $0) == wanted }.compactMap { threads[$0] }
            return Answer(status: 200, body: ["results": .array(found)])
        }
        guard let thread = threads[id] else { return notFound }
        switch (method, parts.count) {
        case ("GET", 1): return Answer(status: 200, body: thread)
        case ("GET", 2): return page(messages[id] ?? [], query)
        case ("GET", 3...):
            guard let message = messages[id]?.first(where: { $0["id"]?.string == parts[2] }) else { return notFound }
            return Answer(status: 200, body: message)
        case ("POST", 2): return post(body, thread: id)
        default: return notFound
        }
    }

    private func page(_ all: [JSON], _ query: [String: String]) -> Answer {
        let sorted = query["sort"] == "-createdAt" ? all.reversed() : all
        let start = query["after"].flatMap { Int($0.filter { $0 != "=" }) } ?? 0
        let limit = query["limit"].flatMap(Int.init) ?? 100
        let end = min(start + limit, sorted.count)
        var answer: [String: JSON] = ["results": .array(Array(sorted[min(start, end)..<end]))]
        if end < sorted.count { answer["paging"] = ["next": ["after": .string("\(end)==")]] }
        return Answer(status: 200, body: .object(answer))
    }

    private func post(_ body: JSON, thread: String) -> Answer {
        guard let text = body["text"]?.string, let type = body["type"]?.string else {
            return error(400, "VALIDATION_ERROR", "type and text are required")
        }
        var message: [String: JSON] = [
            "type": .string(type), "text": .string(text), "richText": body["richText"] ?? .null,
            "client": ["clientType": "INTEGRATION", "integrationAppId": number(Self.appID)], "recipients": [],
            "createdBy": .string("I-\(Self.appID)"), "senders": [["actorId": .string("I-\(Self.appID)")]],
        ]
        if type == "MESSAGE" {
            guard let sender = body["senderActorId"]?.string, sender.hasPrefix("A-") else {
                return error(400, "VALIDATION_ERROR", "senderActorId must be an agent")
            }
            guard let channel = body["channelId"], body["channelAccountId"] != nil,
                let recipients = body["recipients"], recipients.array?.isEmpty == false
            else { return error(400, "VALIDATION_ERROR", "channelId, channelAccountId and recipients are required") }
            message["channelId"] = channel
            message["channelAccountId"] = body["channelAccountId"]
            message["recipients"] = recipients
            message["subject"] = body["subject"]
            message["direction"] = "OUTGOING"
            message["status"] = ["statusType": "SENT"]
            message["createdBy"] = .string(sender)
            message["senders"] = [["actorId": .string(sender)]]
        }
        return Answer(status: 201, body: append(message, to: thread))
    }

    // MARK: CRM

    private func object(_ id: String, _ properties: [String: String]) -> JSON {
        ["id": .string(id), "properties": .object(properties.mapValues(JSON.string)), "archived": false]
    }

    private func properties(_ body: JSON) -> [String: String] {
        (body["properties"]?.object ?? [:]).compactMapValues(\.string)
    }

    private func contactCall(_ method: String, _ parts: [String], _ query: [String: String], _ body: JSON) -> Answer {
        if method == "GET", let key = parts.first {
            let found = query["idProperty"] == "email" ? contacts.first { $0.value["email"] == key }?.key : key
            guard let id = found, let contact = contacts[id] else { return notFound }
            return Answer(status: 200, body: object(id, contact))
        }
        guard method == "POST", parts.isEmpty else { return notFound }
        let wanted = properties(body)
        if let standing = contacts.first(where: { $0.value["email"] == wanted["email"] })?.key {
            return error(409, "CONFLICT", "Contact already exists. Existing ID: \(standing)")
        }
        let id = nextID()
        contacts[id] = wanted
        return Answer(status: 201, body: object(id, wanted))
    }

    private func ticketCall(_ method: String, _ parts: [String], _ body: JSON) -> Answer {
        switch (method, parts.first) {
        case ("GET", let id?):
            guard let ticket = tickets[id] else { return notFound }
            return Answer(status: 200, body: object(id, ticket))
        case ("POST", "search"):
            let contact = body["filterGroups"]?.array?.first?["filters"]?.array?.first?["value"]?.string ?? ""
            let found = (contactTickets[contact] ?? []).compactMap { id in tickets[id].map { object(id, $0) } }
            return Answer(status: 200, body: ["total": number(found.count), "results": .array(found)])
        case ("POST", nil): return createTicket(body)
        case ("PATCH", let id?):
            guard let ticket = tickets[id] else { return notFound }
            write(properties(body), toTicket: id, source: "INTEGRATION")
            return Answer(status: 200, body: object(id, tickets[id] ?? ticket))
        default: return notFound
        }
    }

    private func createTicket(_ body: JSON) -> Answer {
        let wanted = properties(body)
        guard wanted["subject"] != nil, wanted["hs_pipeline_stage"] != nil else {
            return error(400, "VALIDATION_ERROR", "subject and hs_pipeline_stage are required")
        }
        let id = nextID()
        tickets[id] = wanted
        for association in body["associations"]?.array ?? [] {
            guard let target = association["to"]?["id"]?.id else { continue }
            let type = association["types"]?.array?.first?["associationTypeId"]?.int
            if type == 16 { contactTickets[target, default: []].append(id) }
            if type == 32, threads[target] != nil { set("threadAssociations", ["associatedTicketId": .string(id)], of: target) }
        }
        announce("ticket.creation", objectID: id, ["changeFlag": "CREATED", "changeSource": "INTEGRATION"])
        return Answer(status: 201, body: object(id, wanted))
    }

    private func owner(_ id: String, by property: String) -> Answer {
        let owners = [(Self.aiOwnerID, Self.aiUserID, "AI", "Assistant"), (Self.repOwnerID, Self.repUserID, "Riley", "Rep")]
        guard let found = owners.first(where: { (property == "userId" ? $0.1 : $0.0) == id }) else { return notFound }
        return Answer(
            status: 200,
            body: [
                "id": .string(found.0), "userId": number(Int(found.1) ?? 0), "firstName": .string(found.2),
                "lastName": .string(found.3), "email": .string("\(found.2.lowercased())@shop.example"), "archived": false,
            ])
    }

    private static let pipelines: JSON = [
        "results": [
            [
                "id": "0", "label": "Support Pipeline",
                "stages": [
                    ["id": "1", "label": "New"], ["id": "2", "label": "Waiting on contact"],
                    ["id": "3", "label": "Waiting on us"], ["id": "4", "label": "Closed"],
                ],
            ]
        ]
    ]

    private func property(_ name: String) -> Answer {
        guard name == "hs_ticket_priority" else {
            return Answer(status: 200, body: ["name": .string(name), "label": .string(name), "type": "string", "options": []])
        }
        let options: [JSON] = ["LOW", "MEDIUM", "HIGH", "URGENT"].map {
            ["value": .string($0), "label": .string($0.prefix(1) + $0.dropFirst().lowercased())]
        }
        return Answer(
            status: 200,
            body: ["name": .string(name), "label": "Priority", "type": "enumeration", "options": .array(options)])
    }
}
