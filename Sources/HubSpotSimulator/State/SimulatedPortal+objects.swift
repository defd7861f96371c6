import RelayCore

/// Contacts and tickets: creating, changing, finding.
extension SimulatedPortal {
    /// Creates an object as the API does, with every check.
    func create(
        _ type: ObjectType, _ properties: [String: String], _ associations: [Association], by author: ChangeAuthor
    ) throws(Refusal) -> SimulatedObject {
        var properties = properties.filter { !$0.value.isEmpty }
        if type == .contact, let email = properties["email"], let existing = contact(email: email) {
            throw .contactExists(id: existing.id)
        }
        if type == .ticket {
            properties["hs_pipeline"] = properties["hs_pipeline"] ?? settings.pipelines.first?.id
            try requireTicketProperties(properties)
        }
        try validate(type, properties, on: nil)
        for association in associations { try check(association) }
        let object = insert(type, properties, by: author)
        for association in associations {
            switch association.target {
            case .contact: ticketContacts.append((object.id, association.id))
            case .thread: threads[association.id]?.ticketID = object.id
            }
        }
        return object
    }

    /// Stores an object and tells of it; checks nothing.
    func insert(_ type: ObjectType, _ properties: [String: String], by author: ChangeAuthor) -> SimulatedObject {
        let id = type == .contact ? sequence.contact() : sequence.ticket()
        let object = SimulatedObject(id: id, type: type, properties: properties, at: instant())
        objects[type, default: [:]][id] = object
        var members: [String: JSON] = ["changeFlag": "CREATED", "changeSource": .string(author.changeSource)]
        members["sourceId"] = author.sourceID.map(JSON.string)
        emit(.creation(of: type), objectID: id, at: object.createdAt, members)
        return object
    }

    private func requireTicketProperties(_ properties: [String: String]) throws(Refusal) {
        let missing = ["hs_pipeline_stage", "subject"].filter { properties[$0] == nil }
        guard !missing.isEmpty else { return }
        let message = "Error creating TICKET. Some required properties were not set."
        throw .invalid(message, errors: [.init(message: message, context: ["properties": missing])])
    }

    private func check(_ association: Association) throws(Refusal) {
        switch association.target {
        case .contact: _ = try found(.contact, association.id)
        case .thread: _ = try found(association.id)
        }
    }

    /// Writes properties; an empty value clears one. Only what really changes is told of.
    func update(
        _ type: ObjectType, _ id: String, _ changes: [String: String], by author: ChangeAuthor
    ) throws(Refusal) -> SimulatedObject {
        var object = try found(type, id)
        try validate(type, changes, on: object)
        let instant = instant()
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) where (object.properties[name] ?? "") != value {
            object.properties[name] = value.isEmpty ? nil : value
            object.touch(at: instant)
            var members: [String: JSON] = [
                "propertyName": .string(name), "propertyValue": .string(value), "changeSource": .string(author.changeSource),
            ]
            members["sourceId"] = author.sourceID.map(JSON.string)
            emit(.propertyChange(of: type), objectID: id, at: instant, members)
        }
        objects[type, default: [:]][id] = object
        return object
    }

    /// Finds by id, by e-mail address (contacts), or by a property whose values are unique.
    func find(_ type: ObjectType, _ key: String, idProperty: String?) throws(Refusal) -> SimulatedObject {
        guard let idProperty, idProperty != "hs_object_id" else { return try found(type, key) }
        if type == .contact, idProperty == "email" {
            guard let contact = contact(email: key) else { throw .notFound }
            return contact
        }
        guard definition(type, idProperty)?.hasUniqueValue == true else {
            throw .invalid("\(idProperty) is not a unique property")
        }
        guard let object = sorted(type).first(where: { $0.properties[idProperty] == key }) else { throw .notFound }
        return object
    }

    // MARK: Properties

    func definition(_ type: ObjectType, _ name: String) -> PropertyDefinition? {
        definitions[type]?.first { $0.name == name }
    }

    func define(_ definition: PropertyDefinition, of type: ObjectType) throws(Refusal) -> PropertyDefinition {
        guard self.definition(type, definition.name) == nil else { throw .propertyExists(definition.name) }
        definitions[type, default: []].append(definition)
        return definition
    }
}
