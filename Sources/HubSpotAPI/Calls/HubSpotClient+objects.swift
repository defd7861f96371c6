import RelayCore

/// The kinds of CRM objects that are called, as they stand in paths.
enum CRMKind: String, Sendable {
    case contacts
    case companies
    case deals
    case tickets
    case notes
}

/// What an object is associated with as it is created.
struct NewAssociation {
    /// The type in the direction from the new object.
    let typeID: Int
    let id: String

    /// nil without an id.
    init?(_ typeID: Int, _ id: String?) {
        guard let id else { return nil }
        self.typeID = typeID
        self.id = id
    }

    var json: JSON {
        [
            "to": ["id": .string(id)],
            "types": [["associationCategory": "HUBSPOT_DEFINED", "associationTypeId": .number(JSONNumber(typeID))]],
        ]
    }
}

/// What the calls of all kinds of CRM objects have in common.
extension HubSpotClient {
    /// HubSpot's limit of one batch.
    private static let batchSize = 100

    /// nil when HubSpot has no such object.
    func foundObject(_ operation: String, _ request: Request) async throws(HubSpotError) -> CRMObject? {
        guard let json = try await find(request.named(operation)) else { return nil }
        return try read(operation) { () throws(FieldError) in try CRMObject(json: json) }
    }

    /// Creates an object; its id.
    func create(
        _ operation: String, _ kind: CRMKind, _ properties: [String: String], _ associations: [NewAssociation?]
    ) async throws(HubSpotError) -> String {
        var body: JSONObject = ["properties": .object(JSONObject(properties.mapValues(JSON.string)))]
        if !associations.isEmpty { body["associations"] = .array(associations.compactMap { $0?.json }) }
        let json = try await send(
            Request(operation: operation, method: "POST", path: paths.objects(kind), body: .object(body), isWrite: true))
        return try read(operation, isWrite: true) { () throws(FieldError) in try CRMObject(json: json) }.id
    }

    /// The first page of a search.
    func search(_ operation: String, _ kind: CRMKind, _ body: JSON) async throws(HubSpotError) -> [CRMObject] {
        try objects(
            operation, try await send(Request(operation: operation, method: "POST", path: paths.search(kind), body: body)))
    }

    /// Ids of the associated objects, each once, in HubSpot's order.
    func associatedIDs(
        _ operation: String, from kind: CRMKind, _ id: String, to other: CRMKind
    ) async throws(HubSpotError) -> [String] {
        let ids = try await pages(operation, paths.associations(kind, id, other), [("limit", "500")], limit: 10) {
            json throws(FieldError) in try ObjectReader(json, path: "association").id("toObjectId")
        }
        return ids.reduce(into: []) { unique, id in if !unique.contains(id) { unique.append(id) } }
    }

    /// The associated objects, in HubSpot's order. One that is gone by the time it is read is left out.
    func associated(
        _ operation: String, from kind: CRMKind, _ id: String, to other: CRMKind, properties: [String]
    ) async throws(HubSpotError) -> [CRMObject] {
        let ids = try await associatedIDs(operation, from: kind, id, to: other)
        var found: [String: CRMObject] = [:]
        for start in stride(from: 0, to: ids.count, by: Self.batchSize) {
            let batch = ids[start..<min(start + Self.batchSize, ids.count)]
            let body: JSON = [
                "inputs": .array(batch.map { ["id": .string($0)] }), "properties": .array(properties.map(JSON.string)),
            ]
            let answer = try await send(
                Request(operation: operation, method: "POST", path: paths.batchRead(other), body: body))
            for object in try objects(operation, answer) { found[object.id] = object }
        }
        return ids.compactMap { found[$0] }
    }

    private func objects(_ operation: String, _ answer: JSON) throws(HubSpotError) -> [CRMObject] {
        let results = try results(operation, answer)
        return try read(operation) { () throws(FieldError) in
            var objects: [CRMObject] = []
            for element in results { objects.append(try CRMObject(json: element)) }
            return objects
        }
    }
}
