/// The definitions of properties, and their groups.
extension SimulatedPortal {
    func definition(_ type: ObjectType, _ name: String) -> PropertyDefinition? {
        definitions[type]?.first { $0.name == name && !$0.isArchived }
    }

    /// Adds a property. A name that was archived comes back with what is given now.
    func define(_ definition: PropertyDefinition, of type: ObjectType) throws(PortalError) -> PropertyDefinition {
        guard self.definition(type, definition.name) == nil else { throw .propertyExists(definition.name) }
        guard groups[type]?.contains(where: { $0.name == definition.groupName }) == true else {
            throw .invalid("Property group \(definition.groupName) does not exist")
        }
        definitions[type]?.removeAll { $0.name == definition.name }
        definitions[type, default: []].append(definition)
        return definition
    }

    func archiveDefinition(_ type: ObjectType, _ name: String) throws(PortalError) {
        guard let index = definitions[type]?.firstIndex(where: { $0.name == name && !$0.isArchived }) else { throw .notFound }
        guard definitions[type]?[index].isHubSpotDefined == false else {
            throw .invalid("Property \(name) is HubSpot's own and cannot be archived")
        }
        definitions[type]?[index].isArchived = true
    }

    func group(_ type: ObjectType, _ name: String) -> PropertyGroup? { groups[type]?.first { $0.name == name } }

    func add(_ group: PropertyGroup, to type: ObjectType) throws(PortalError) {
        guard self.group(type, group.name) == nil else { throw .groupExists(group.name) }
        groups[type, default: []].append(group)
    }
}
