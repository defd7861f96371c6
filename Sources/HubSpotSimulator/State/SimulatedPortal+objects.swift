import RelayCore

/// The objects of the CRM: creating, changing, finding.
extension SimulatedPortal {
    /// Creates an object as the API does, with every check.
    func create(
        _ type: ObjectType, _ properties: [String: String], _ associations: [Association], by author: ChangeAuthor
    ) throws(PortalError) -> SimulatedObject {
        var properties = properties.filter { !$0.value.isEmpty }
        if type == .contact, let email = properties["email"], let existing = contact(email: email) {
            guard settings.refusesDuplicatesAsRaces else { throw .contactExists(id: existing.id) }
            throw .valueTaken(
                portalID: settings.portalID, property: "email", value: email, on: sequence.object(.contact), by: existing.id)
        }
        if type == .ticket { properties["hs_pipeline"] = properties["hs_pipeline"] ?? settings.pipelines.first?.id }
        try requireProperties(type, properties)
        try validate(type, properties, on: nil)
        for association in associations { try check(association) }
        let object = insert(type, properties, by: author)
        for association in associations { apply(association, to: object, by: author) }
        return object
    }

    /// Stores an object and tells of it; checks nothing.
    func insert(_ type: ObjectType, _ properties: [String: String], by author: ChangeAuthor) -> SimulatedObject {
        let properties = properties.merging(author.properties) { given, _ in given }
        let object = SimulatedObject(id: sequence.object(type), type: type, properties: properties, at: instant())
        objects[type, default: [:]][object.id] = object
        emit(.creation, of: object.reference, at: object.createdAt, author, ["changeFlag": "CREATED"])
        return object
    }

    private func requireProperties(_ type: ObjectType, _ properties: [String: String]) throws(PortalError) {
        let missing = type.requiredProperties.filter { properties[$0] == nil }
        guard !missing.isEmpty else { return }
        let message = "Error creating \(type.singular.uppercased()). Some required properties were not set."
        throw .invalid(message, [.init(message: message, context: ["properties": missing])])
    }

    /// Writes properties; an empty value clears one. Only what really changes is told of.
    func update(
        _ type: ObjectType, _ id: String, _ changes: [String: String], by author: ChangeAuthor
    ) throws(PortalError) -> SimulatedObject {
        var object = try found(type, id)
        try validate(type, changes, on: object)
        let instant = instant()
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) where (object.properties[name] ?? "") != value {
            object.properties[name] = value.isEmpty ? nil : value
            object.touch(at: instant)
            emit(
                .propertyChange, of: object.reference, at: instant, author,
                ["propertyName": .string(name), "propertyValue": .string(value)])
        }
        objects[type, default: [:]][object.id] = object
        return object
    }

    /// Finds by id, by e-mail address (contacts), or by a property whose values are unique.
    func find(
        _ type: ObjectType, _ key: String, idProperty: String?, isArchived: Bool = false
    ) throws(PortalError) -> SimulatedObject {
        guard let idProperty, idProperty != "hs_object_id" else { return try found(type, key, isArchived: isArchived) }
        if type == .contact, idProperty == "email" {
            guard let contact = contact(email: key) else { throw .notFound }
            return contact
        }
        guard definition(type, idProperty)?.hasUniqueValue == true else {
            throw .invalid("\(idProperty) is not a unique property")
        }
        guard let object = sorted(type).first(where: { !$0.isArchived && $0.properties[idProperty] == key }) else {
            throw .notFound
        }
        return object
    }
}
