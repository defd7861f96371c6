import RelayCore

/// Several objects at once, and two made one.
///
/// Source: https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide
extension SimulatedPortal {
    private func inputs(_ request: APIRequest) throws(PortalError) -> [ObjectReader] {
        let body = try request.bodyReader()
        let inputs = try reading { try body.optionalObjects("inputs") ?? [] }
        guard inputs.count <= 100 else { throw .invalid("inputs must hold 100 elements at most") }
        return inputs
    }

    /// Stops at the first that is refused.
    func createObjects(_ type: ObjectType, _ request: APIRequest) throws(PortalError) -> APIReply {
        var created: [JSON] = []
        for input in try inputs(request) {
            let object = try create(
                type, try APIRequest.properties(of: input), try associations(in: input, of: type), by: .app(settings.appID))
            created.append(object.json(properties: object.properties.keys.sorted()))
        }
        return APIReply(status: 201, body: batch(created, missing: [], message: "").body)
    }

    /// By a property whose values are unique: changed where there is one, else made.
    func upsertObjects(_ type: ObjectType, _ request: APIRequest) throws(PortalError) -> APIReply {
        var results: [JSON] = []
        for input in try inputs(request) {
            let (key, idProperty) = try reading { (try input.id("id"), try input.optionalString("idProperty")) }
            let properties = try APIRequest.properties(of: input)
            let (object, isNew) = try upserted(type, key, idProperty, properties)
            guard case .object(var members) = object.json(properties: object.properties.keys.sorted()) else { continue }
            members["new"] = .bool(isNew)
            results.append(.object(members))
        }
        return batch(results, missing: [], message: "")
    }

    private func upserted(
        _ type: ObjectType, _ key: String, _ idProperty: String?, _ properties: [String: String]
    ) throws(PortalError) -> (object: SimulatedObject, isNew: Bool) {
        do throws(PortalError) {
            let known = try find(type, key, idProperty: idProperty)
            return (try update(type, known.id, properties, by: .app(settings.appID)), false)
        } catch {
            guard error.category == .notFound, let idProperty else { throw error }
            let all = properties.merging([idProperty: key]) { given, _ in given }
            return (try create(type, all, [], by: .app(settings.appID)), true)
        }
    }

    func mergeObjects(_ type: ObjectType, _ request: APIRequest) throws(PortalError) -> APIReply {
        let body = try request.bodyReader()
        let (primary, other) = try reading { (try body.id("primaryObjectId"), try body.id("objectIdToMerge")) }
        let object = try merge(type, primary, other, by: .app(settings.appID))
        return .ok(object.json(properties: object.properties.keys.sorted()))
    }
}
