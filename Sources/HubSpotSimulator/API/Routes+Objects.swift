import RelayCore

/// Contacts and tickets.
extension SimulatedPortal {
    func getObject(_ type: ObjectType, _ request: APIRequest) throws(Refusal) -> APIReply {
        let object = try find(type, request.parameter("id"), idProperty: request.query("idProperty"))
        var json = object.json(properties: request.list("properties"))
        let wanted = request.list("associations")
        if !wanted.isEmpty, case .object(var members) = json {
            members["associations"] = associations(of: object, wanted)
            json = .object(members)
        }
        return .ok(json)
    }

    private func associations(of object: SimulatedObject, _ wanted: [String]) -> JSON? {
        let (plural, label, ids) =
            object.type == .ticket
            ? ("contacts", "ticket_to_contact", contacts(ofTicket: object.id))
            : ("tickets", "contact_to_ticket", tickets(ofContact: object.id))
        guard wanted.contains(where: { $0 == plural || "\($0)s" == plural }), !ids.isEmpty else { return nil }
        let results = ids.map { JSON.object(["id": .string($0), "type": .string(label)]) }
        return .object([plural: ["results": .array(results)]])
    }

    func createObject(_ type: ObjectType, _ request: APIRequest) throws(Refusal) -> APIReply {
        let links = try associations(in: try request.bodyReader(), of: type)
        let object = try create(type, try request.properties(), links, by: .app(settings.appID))
        return .created(object.json(properties: object.properties.keys.sorted()))
    }

    func updateObject(_ type: ObjectType, _ request: APIRequest) throws(Refusal) -> APIReply {
        let object = try find(type, request.parameter("id"), idProperty: request.query("idProperty"))
        let changes = try request.properties()
        let changed = try update(type, object.id, changes, by: .app(settings.appID))
        return .ok(changed.json(properties: changes.keys.sorted()))
    }

    func searchObjects(_ type: ObjectType, _ request: APIRequest) throws(Refusal) -> APIReply {
        guard request.body.canonicalBytes.count <= SearchRequest.bodyLimit else {
            throw .invalid("the search is longer than \(SearchRequest.bodyLimit) characters")
        }
        let body = try request.bodyReader()
        return .ok(search(type, try reading { try SearchRequest(body) }))
    }

    // MARK: Associations

    private func associations(in body: ObjectReader, of type: ObjectType) throws(Refusal) -> [Association] {
        try reading {
            try (try body.optionalObjects("associations") ?? []).flatMap { element in
                let id = try element.object("to").id("id")
                return try (try element.optionalObjects("types") ?? []).map { try Self.association($0, to: id, of: type) }
            }
        }
    }

    private static func association(_ reader: ObjectReader, to id: String, of type: ObjectType) throws -> Association {
        let category = try reader.string("associationCategory")
        let number = try reader.optionalInt("associationTypeId")
        switch (type, category, number) {
        case (.ticket, "HUBSPOT_DEFINED", Association.ticketToContact): return Association(target: .contact, id: id)
        case (.ticket, "HUBSPOT_DEFINED", Association.ticketToThread): return Association(target: .thread, id: id)
        default: throw reader.error("associationTypeId", "is not a type that the simulator associates a new object by")
        }
    }

    func ticketsOfContact(_ request: APIRequest) throws(Refusal) -> APIReply {
        let contact = try found(.contact, request.parameter("id"))
        return .ok(Self.links(tickets(ofContact: contact.id), Association.contactToTicket))
    }

    func contactsOfTicket(_ request: APIRequest) throws(Refusal) -> APIReply {
        let ticket = try found(.ticket, request.parameter("id"))
        return .ok(Self.links(contacts(ofTicket: ticket.id), Association.ticketToContact))
    }

    private static func links(_ ids: [String], _ typeID: Int) -> JSON {
        let type: JSON = ["category": "HUBSPOT_DEFINED", "typeId": .number(JSONNumber(typeID)), "label": nil]
        return [
            "results": .array(ids.map { .object(["toObjectId": number($0), "associationTypes": [type]]) })
        ]
    }
}
