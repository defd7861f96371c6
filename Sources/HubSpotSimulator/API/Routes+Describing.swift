import RelayCore

/// Owners, pipelines and properties.
extension SimulatedPortal {
    // MARK: Owners

    func listOwners(_ request: APIRequest) throws(PortalError) -> APIReply {
        let email = request.query("email")?.lowercased()
        let users = settings.users.filter {
            $0.isActive != request.flag("archived") && (email == nil || $0.email.lowercased() == email)
        }
        let queues = email == nil && !request.flag("archived") ? settings.queues : []
        let limit = try request.limit(default: 100, max: 500)
        return .ok(try page(request, limit: limit).json(users.map(ownerJSON) + queues.map(ownerJSON)) { $0 })
    }

    func getOwner(_ request: APIRequest) throws(PortalError) -> APIReply {
        let idProperty = request.query("idProperty") ?? "id"
        guard ["id", "userId"].contains(idProperty) else { throw .invalid("idProperty must be id or userId") }
        let id = request.parameter("id")
        let user = settings.users.first {
            $0.isActive != request.flag("archived") && String(idProperty == "id" ? $0.ownerID : $0.userID) == id
        }
        if let user { return .ok(ownerJSON(user)) }
        let queue = settings.queues.first { idProperty == "id" && !request.flag("archived") && String($0.ownerID) == id }
        guard let queue else { throw .notFound }
        return .ok(ownerJSON(queue))
    }

    /// A queue has no user, hence no address.
    private func ownerJSON(_ queue: SimulatedQueue) -> JSON {
        let created = JSON.string(Timestamp.rfc3339(Self.founded))
        return [
            "id": .string(String(queue.ownerID)), "type": "QUEUE", "firstName": .string(queue.name), "teams": [],
            "createdAt": created, "updatedAt": created, "archived": false,
        ]
    }

    private func ownerJSON(_ user: SimulatedUser) -> JSON {
        let created = JSON.string(Timestamp.rfc3339(Self.founded))
        return [
            "id": .string(String(user.ownerID)), "email": .string(user.email), "type": "PERSON",
            "firstName": .string(user.firstName), "lastName": .string(user.lastName),
            // A user who was deactivated has none.
            "userId": .optional(user.isActive ? user.userID : nil),
            "userIdIncludingInactive": .number(JSONNumber(user.userID)), "teams": [], "createdAt": created, "updatedAt": created,
            "archived": .bool(!user.isActive),
        ]
    }

    // MARK: Pipelines

    /// Those of tickets come from the settings; of the other kinds only deals have one, the default one.
    private func pipelines(_ request: APIRequest) throws(PortalError) -> [JSON] {
        let pipelines: [SimulatedPipeline] =
            switch try request.type() {
            case .ticket: settings.pipelines
            case .deal: [.sales]
            case .contact, .company, .note: []
            }
        let isDated = request.path.contains("/2026-09")
        return pipelines.enumerated().map { $1.json(displayOrder: $0, at: Self.founded, tellsPermissions: isDated) }
    }

    private func pipeline(_ request: APIRequest) throws(PortalError) -> JSON {
        let id = request.parameter("id")
        guard let pipeline = try pipelines(request).first(where: { $0["id"]?.string == id }) else { throw .notFound }
        return pipeline
    }

    func listPipelines(_ request: APIRequest) throws(PortalError) -> APIReply { .ok(["results": .array(try pipelines(request))]) }

    func getPipeline(_ request: APIRequest) throws(PortalError) -> APIReply { .ok(try pipeline(request)) }

    func listStages(_ request: APIRequest) throws(PortalError) -> APIReply {
        .ok(["results": try pipeline(request)["stages"] ?? []])
    }

    // MARK: Properties

    func listProperties(_ request: APIRequest) throws(PortalError) -> APIReply {
        let type = try request.type()
        let shown = (definitions[type] ?? []).filter { $0.isArchived == request.flag("archived") }
        return .ok(["results": .array(shown.map(\.json))])
    }

    func getProperty(_ request: APIRequest) throws(PortalError) -> APIReply {
        guard let definition = definition(try request.type(), request.parameter("name")) else { throw .notFound }
        return .ok(definition.json)
    }

    func readProperties(_ request: APIRequest) throws(PortalError) -> APIReply {
        let type = try request.type()
        let body = try request.bodyReader()
        let names = try reading { try (try body.optionalObjects("inputs") ?? []).map { try $0.string("name") } }
        guard names.count <= 100 else { throw .invalid("inputs must hold 100 elements at most") }
        return batch(
            names.compactMap { definition(type, $0)?.json }, missing: names.filter { definition(type, $0) == nil },
            message: "Could not find some of the properties.")
    }

    func createProperty(_ request: APIRequest) throws(PortalError) -> APIReply {
        let type = try request.type()
        let body = try request.bodyReader()
        let definition = try reading { try PropertyDefinition(body) }
        return .created(try define(definition, of: type).json)
    }

    func archiveProperty(_ request: APIRequest) throws(PortalError) -> APIReply {
        try archiveDefinition(try request.type(), request.parameter("name"))
        return .noContent
    }

    func listPropertyGroups(_ request: APIRequest) throws(PortalError) -> APIReply {
        .ok(["results": .array((groups[try request.type()] ?? []).map(\.json))])
    }

    func getPropertyGroup(_ request: APIRequest) throws(PortalError) -> APIReply {
        guard let group = group(try request.type(), request.parameter("name")) else { throw .notFound }
        return .ok(group.json)
    }

    func createPropertyGroup(_ request: APIRequest) throws(PortalError) -> APIReply {
        let type = try request.type()
        let body = try request.bodyReader()
        let group = try reading { PropertyGroup(name: try body.string("name"), label: try body.string("label")) }
        try add(group, to: type)
        return .created(group.json)
    }
}
