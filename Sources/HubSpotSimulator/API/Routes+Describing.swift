import RelayCore

/// Owners, pipelines and properties.
extension SimulatedPortal {
    // MARK: Owners

    func listOwners(_ request: APIRequest) -> APIReply {
        let email = request.query("email")?.lowercased()
        // Nobody is deactivated here.
        let users = request.flag("archived") ? [] : settings.users.filter { email == nil || $0.email.lowercased() == email }
        return .ok(["results": .array(users.map(ownerJSON))])
    }

    func getOwner(_ request: APIRequest) throws(Refusal) -> APIReply {
        let idProperty = request.query("idProperty") ?? "id"
        guard ["id", "userId"].contains(idProperty) else { throw .invalid("idProperty must be id or userId") }
        let id = request.parameter("id")
        guard let user = settings.users.first(where: { String(idProperty == "id" ? $0.ownerID : $0.userID) == id }) else {
            throw .notFound
        }
        return .ok(ownerJSON(user))
    }

    private func ownerJSON(_ user: SimulatedUser) -> JSON {
        [
            "id": .string(String(user.ownerID)), "email": .string(user.email), "type": "PERSON",
            "firstName": .string(user.firstName), "lastName": .string(user.lastName), "userId": .number(JSONNumber(user.userID)),
            "userIdIncludingInactive": .number(JSONNumber(user.userID)), "teams": [], "archived": false,
        ]
    }

    // MARK: Pipelines

    func listTicketPipelines() -> APIReply {
        .ok(["results": .array(settings.pipelines.enumerated().map { $1.json(displayOrder: $0) })])
    }

    func getTicketPipeline(_ request: APIRequest) throws(Refusal) -> APIReply {
        guard let order = settings.pipelines.firstIndex(where: { $0.id == request.parameter("id") }) else { throw .notFound }
        return .ok(settings.pipelines[order].json(displayOrder: order))
    }

    // MARK: Properties

    func listTicketProperties() -> APIReply { .ok(["results": .array((definitions[.ticket] ?? []).map(\.json))]) }

    func getTicketProperty(_ request: APIRequest) throws(Refusal) -> APIReply {
        guard let definition = definition(.ticket, request.parameter("name")) else { throw .notFound }
        return .ok(definition.json)
    }

    func createTicketProperty(_ request: APIRequest) throws(Refusal) -> APIReply {
        let body = try request.bodyReader()
        let definition = try reading {
            PropertyDefinition(
                name: try body.string("name"), label: try body.string("label"), type: try body.string("type"),
                fieldType: try body.string("fieldType"), groupName: try body.string("groupName"),
                options: try (try body.optionalObjects("options") ?? []).map {
                    PropertyDefinition.Option(value: try $0.string("value"), label: try $0.string("label"))
                }, hasUniqueValue: try body.optionalBool("hasUniqueValue") ?? false)
        }
        return .created(try define(definition, of: .ticket).json)
    }
}
