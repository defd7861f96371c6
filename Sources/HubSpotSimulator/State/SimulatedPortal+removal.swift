import RelayCore

/// Archiving, merging and deleting objects.
extension SimulatedPortal {
    func archive(_ object: SimulatedObject, by author: ChangeAuthor) {
        let instant = instant()
        objects[object.type]?[object.id]?.archivedAt = instant
        // An archived record is associated with nothing that is shown.
        for thread in threads.values where object.type == .ticket && thread.ticketID == object.id {
            threads[thread.id]?.ticketID = nil
        }
        emit(.deletion, of: object.reference, at: instant, author, ["changeFlag": "DELETED"])
    }

    /// Makes one object of two: a new one, with the first one's properties where both have some. Both old ids lead to it.
    func merge(
        _ type: ObjectType, _ primaryID: String, _ otherID: String, by author: ChangeAuthor
    ) throws(PortalError) -> SimulatedObject {
        let (primary, other) = (try found(type, primaryID), try found(type, otherID))
        guard primary.id != other.id else { throw .invalid("an object cannot be merged with itself") }
        let instant = instant()
        var properties = primary.properties.merging(other.properties) { first, _ in first }
        properties["hs_merged_object_ids"] = "\(primary.id);\(other.id)"
        let object = SimulatedObject(id: sequence.object(type), type: type, properties: properties, at: instant)
        objects[type]?[object.id] = object
        for old in [primary, other] {
            merged[old.reference] = object.id
            objects[type]?[old.id] = nil
            links = links.map { link in
                var link = link
                if link.first == old.reference { link.first = object.reference }
                if link.second == old.reference { link.second = object.reference }
                return link
            }
            for thread in threads.values where type == .ticket && thread.ticketID == old.id {
                threads[thread.id]?.ticketID = object.id
            }
        }
        links = links.reduce(into: []) { kept, link in
            if !kept.contains(where: { $0.joins(link.first, link.second) }) { kept.append(link) }
        }
        let moved = other.properties.keys.count { primary.properties[$0] == nil }
        emit(
            .merge, of: object.reference, at: instant, author,
            [
                "primaryObjectId": Self.number(primary.id), "mergedObjectIds": [Self.number(other.id)],
                "newObjectId": Self.number(object.id), "numberOfPropertiesMoved": .number(JSONNumber(moved)),
                "changeFlag": "MERGED",
            ])
        return object
    }

    /// Takes a contact and all its conversations out of the portal, as the law may ask for.
    func erase(contactID: String) throws(PortalError) {
        let contact = try found(.contact, contactID)
        objects[.contact]?[contact.id] = nil
        links.removeAll { $0.other(than: contact.reference) != nil }
        for thread in allThreads where thread.customer.id == contact.id { erase(threadID: thread.id) }
        emit(.contactPrivacyDeletion, objectID: contact.id, at: instant())
    }

    func erase(threadID: String) {
        threads[threadID] = nil
        emit(.conversationPrivacyDeletion, objectID: threadID, at: instant())
    }
}
