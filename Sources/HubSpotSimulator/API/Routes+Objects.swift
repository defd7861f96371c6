import RelayCore

/// The objects of the CRM, all kinds alike.
extension SimulatedPortal {
    func answer(_ call: Operation.ObjectCall, _ type: ObjectType, _ request: APIRequest) throws(PortalError) -> APIReply {
        switch call {
        case .list: try listObjects(type, request)
        case .get: try getObject(type, request)
        case .create: try createObject(type, request)
        case .update: try updateObject(type, request)
        case .archive: try archiveObject(type, request)
        case .search: try searchObjects(type, request)
        case .read: try readObjects(type, request)
        case .createAll: try createObjects(type, request)
        case .upsert: try upsertObjects(type, request)
        case .merge: try mergeObjects(type, request)
        }
    }

    /// The cursor is the id of the last object shown.
    private func listObjects(_ type: ObjectType, _ request: APIRequest) throws(PortalError) -> APIReply {
        let limit = try request.limit(default: 10, max: 100)
        let after = try request.query("after").map { text throws(PortalError) in
            guard let id = Int(text) else { throw .invalid("after is not a cursor of this list") }
            return id
        }
        let rest = sorted(type).filter { $0.isArchived == request.flag("archived") && Int($0.id) ?? 0 > after ?? 0 }
        var answer: JSONObject = ["results": .array(rest.prefix(limit).map { json(of: $0, request) })]
        if rest.count > limit {
            let cursor = rest[limit - 1].id
            let link = "https://api.hubapi.com\(request.path)?after=\(cursor)&limit=\(limit)"
            answer["paging"] = ["next": ["after": .string(cursor), "link": .string(link)]]
        }
        return .ok(.object(answer))
    }

    private func getObject(_ type: ObjectType, _ request: APIRequest) throws(PortalError) -> APIReply {
        let object = try find(
            type, request.parameter("id"), idProperty: request.query("idProperty"), isArchived: request.flag("archived"))
        return .ok(json(of: object, request))
    }

    /// With the properties and the associations that the query asks for.
    private func json(of object: SimulatedObject, _ request: APIRequest) -> JSON {
        let json = object.json(properties: request.list("properties"))
        let wanted = request.list("associations").compactMap(ObjectType.init(named:))
        guard !wanted.isEmpty, case .object(var members) = json else { return json }
        var associations: JSONObject = [:]
        for type in wanted {
            let links = linked(object.reference, type)
            guard !links.isEmpty else { continue }
            let label = JSON.string("\(object.type.singular)_to_\(type.singular)")
            associations[type.rawValue] = ["results": .array(links.map { ["id": .string($0.id), "type": label] })]
        }
        if !associations.isEmpty { members["associations"] = .object(associations) }
        return .object(members)
    }

    private func createObject(_ type: ObjectType, _ request: APIRequest) throws(PortalError) -> APIReply {
        let links = try associations(in: try request.bodyReader(), of: type)
        let object = try create(type, try request.properties(), links, by: .app(settings.appID))
        return .created(object.json(properties: object.properties.keys.sorted()))
    }

    private func updateObject(_ type: ObjectType, _ request: APIRequest) throws(PortalError) -> APIReply {
        let object = try find(type, request.parameter("id"), idProperty: request.query("idProperty"))
        let changes = try request.properties()
        let changed = try update(type, object.id, changes, by: .app(settings.appID))
        return .ok(changed.json(properties: changes.keys.sorted()))
    }

    /// What is archived already is archived once more without complaint.
    private func archiveObject(_ type: ObjectType, _ request: APIRequest) throws(PortalError) -> APIReply {
        if objects[type]?[request.parameter("id")]?.isArchived != true {
            archive(try found(type, request.parameter("id")), by: .app(settings.appID))
        }
        return .noContent
    }

    private func searchObjects(_ type: ObjectType, _ request: APIRequest) throws(PortalError) -> APIReply {
        guard request.body.canonicalBytes.count <= SearchRequest.bodyLimit else {
            throw .invalid("the search is longer than \(SearchRequest.bodyLimit) characters")
        }
        let body = try request.bodyReader()
        let wanted = try reading { try SearchRequest(body) }
        let matches = search(type, wanted.search)
        let page = matches.dropFirst(wanted.offset).prefix(wanted.limit)
        var answer: JSONObject = [
            "total": .number(JSONNumber(matches.count)), "results": .array(page.map { $0.json(properties: wanted.properties) }),
        ]
        let next = wanted.offset + page.count
        if next < matches.count { answer["paging"] = ["next": ["after": .string(String(next))]] }
        return .ok(.object(answer))
    }

    private func readObjects(_ type: ObjectType, _ request: APIRequest) throws(PortalError) -> APIReply {
        let body = try request.bodyReader()
        let (ids, names, idProperty) = try reading {
            (
                try (try body.optionalObjects("inputs") ?? []).map { try $0.id("id") },
                (try body.optionalArray("properties") ?? []).compactMap(\.string), try body.optionalString("idProperty")
            )
        }
        guard ids.count <= 100 else { throw .invalid("inputs must hold 100 elements at most") }
        var found: [JSON] = []
        var missing: [String] = []
        for id in ids {
            do throws(PortalError) {
                found.append(try find(type, id, idProperty: idProperty).json(properties: names))
            } catch {
                guard error.category == .notFound else { throw error }
                missing.append(id)
            }
        }
        let kind = type.singular.uppercased()
        let message = "Could not get some \(kind) objects, they may be deleted or not exist. Check that ids are valid."
        return batch(found, missing: missing, message: message)
    }

    /// The answer of a batch: 207 where not all went well.
    func batch(_ results: [JSON], missing: [String], message: String) -> APIReply {
        let time = JSON.string(Timestamp.rfc3339(ambient.now()))
        var members: JSONObject = [
            "status": "COMPLETE", "results": .array(results), "startedAt": time, "completedAt": time,
        ]
        guard !missing.isEmpty else { return .ok(.object(members)) }
        members["numErrors"] = 1
        members["errors"] = [
            [
                "status": "error", "category": "OBJECT_NOT_FOUND", "message": .string(message),
                "context": ["ids": .array(missing.map(JSON.string))],
            ]
        ]
        return APIReply(status: 207, body: .object(members))
    }

    // MARK: Associations of a new object

    func associations(in body: ObjectReader, of type: ObjectType) throws(PortalError) -> [Association] {
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
        if category == "HUBSPOT_DEFINED", let number {
            if type == .ticket, number == Association.ticketToThread { return .thread(id) }
            for other in ObjectType.allCases {
                let isPrimary = Association.primaryTypeID(from: type, to: other) == number
                guard isPrimary || Association.typeID(from: type, to: other) == number else { continue }
                return Association(target: .object(ObjectReference(other, id)), isPrimary: isPrimary)
            }
        }
        throw reader.error("associationTypeId", "is not an association type that the simulator supports for new objects")
    }
}
