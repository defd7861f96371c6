import RelayCore

/// Associations between records, as the v4 calls and their dated ones see them.
///
/// Source: https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide
extension SimulatedPortal {
    func listAssociations(_ request: APIRequest) throws(PortalError) -> APIReply {
        let object = try found(try request.type(), request.parameter("id"))
        let to = try request.type("to")
        let limit = try request.limit(default: 500, max: 500)
        let page = page(request, limit: limit)
        return .ok(try page.json(linked(object.reference, to)) { Self.json($0, from: object.type, to: to) })
    }

    func associateByDefault(_ request: APIRequest) throws(PortalError) -> APIReply {
        let (one, other) = try ends(request)
        guard let there = Association.typeID(from: one.type, to: other.type),
            let back = Association.typeID(from: other.type, to: one.type)
        else { throw Self.noSuchAssociation(one.type, other.type) }
        link(one, other, by: .app(settings.appID))
        let time = JSON.string(Timestamp.rfc3339(ambient.now()))
        return .ok([
            "status": "COMPLETE", "startedAt": time, "completedAt": time,
            "results": [Self.association(one, other, there), Self.association(other, one, back)],
        ])
    }

    /// The body is an array of types.
    func associate(_ request: APIRequest) throws(PortalError) -> APIReply {
        let (one, other) = try ends(request)
        guard let types = request.body.array, !types.isEmpty else {
            throw .invalid("Invalid input JSON: the body must be an array of association types")
        }
        let numbers = types.map { $0["associationTypeId"]?.int ?? 0 }
        let plain = Association.typeID(from: one.type, to: other.type)
        let primary = Association.primaryTypeID(from: one.type, to: other.type)
        guard numbers.allSatisfy({ $0 == plain || $0 == primary }) else { throw Self.noSuchAssociation(one.type, other.type) }
        let isPrimary = primary.map(numbers.contains) ?? false
        link(one, other, isPrimary: isPrimary, by: .app(settings.appID))
        return .created([
            "fromObjectTypeId": .string(one.type.typeID), "fromObjectId": Self.number(one.id),
            "toObjectTypeId": .string(other.type.typeID), "toObjectId": Self.number(other.id),
            "labels": isPrimary ? ["Primary"] : [],
        ])
    }

    func removeAssociations(_ request: APIRequest) throws(PortalError) -> APIReply {
        let (one, other) = try ends(request)
        unlink(one, other, by: .app(settings.appID))
        return .noContent
    }

    func readAssociations(_ request: APIRequest) throws(PortalError) -> APIReply {
        let (from, to) = (try request.type(), try request.type("to"))
        let body = try request.bodyReader()
        let ids = try reading { try (try body.optionalObjects("inputs") ?? []).map { try $0.id("id") } }
        guard ids.count <= 1000 else { throw .invalid("inputs must hold 1000 elements at most") }
        let results = ids.compactMap { id -> JSON? in
            let links = linked(ObjectReference(from, id), to)
            guard !links.isEmpty else { return nil }
            return ["from": ["id": .string(id)], "to": .array(links.map { Self.json($0, from: from, to: to) })]
        }
        let missing = ids.filter { linked(ObjectReference(from, $0), to).isEmpty }
        return batch(results, missing: missing, message: "No \(to.singular) is associated with some of the objects.")
    }

    func listAssociationLabels(_ request: APIRequest) throws(PortalError) -> APIReply {
        let (from, to) = (try request.type(), try request.type("to"))
        let types = [
            (Association.primaryTypeID(from: from, to: to), JSON.string("Primary")),
            (Association.typeID(from: from, to: to), .null),
        ]
        return .ok([
            "results": .array(
                types.compactMap { id, label in
                    id.map { ["category": "HUBSPOT_DEFINED", "typeId": .number(JSONNumber($0)), "label": label] }
                })
        ])
    }

    // MARK: Shapes

    private func ends(_ request: APIRequest) throws(PortalError) -> (ObjectReference, ObjectReference) {
        let one = try found(try request.type(), request.parameter("id"))
        let other = try found(try request.type("to"), request.parameter("other"))
        return (one.reference, other.reference)
    }

    private static func noSuchAssociation(_ one: ObjectType, _ other: ObjectType) -> PortalError {
        .invalid("there is no such association type from \(one.singular) to \(other.singular)")
    }

    private static func association(_ from: ObjectReference, _ to: ObjectReference, _ typeID: Int) -> JSON {
        [
            "from": ["id": .string(from.id)], "to": ["id": .string(to.id)],
            "associationSpec": ["associationCategory": "HUBSPOT_DEFINED", "associationTypeId": .number(JSONNumber(typeID))],
        ]
    }

    private static func json(_ link: (id: String, isPrimary: Bool), from: ObjectType, to: ObjectType) -> JSON {
        var types: [JSON] = []
        func add(_ id: Int?, _ label: JSON) {
            guard let id else { return }
            types.append(["category": "HUBSPOT_DEFINED", "typeId": .number(JSONNumber(id)), "label": label])
        }
        if link.isPrimary { add(Association.primaryTypeID(from: from, to: to), "Primary") }
        add(Association.typeID(from: from, to: to), .null)
        return ["toObjectId": number(link.id), "associationTypes": .array(types)]
    }
}
