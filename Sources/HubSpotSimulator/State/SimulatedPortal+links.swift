/// Associations between objects, and of tickets with threads.
extension SimulatedPortal {
    /// Associates two objects that exist; doing it again changes nothing but the primary mark.
    func link(_ one: ObjectReference, _ other: ObjectReference, isPrimary: Bool = false, by author: ChangeAuthor) {
        if let index = links.firstIndex(where: { $0.joins(one, other) }) {
            if isPrimary { links[index].isPrimary = true }
            return
        }
        links.append(ObjectLink(first: one, second: other, isPrimary: isPrimary))
        emitAssociation(one, other, isRemoved: false, isPrimary: isPrimary, by: author)
    }

    func unlink(_ one: ObjectReference, _ other: ObjectReference, by author: ChangeAuthor) {
        guard let index = links.firstIndex(where: { $0.joins(one, other) }) else { return }
        links.remove(at: index)
        emitAssociation(one, other, isRemoved: true, isPrimary: false, by: author)
    }

    /// The objects of a kind that an object is associated with, in the order in which that happened; archived ones are not.
    func linked(_ object: ObjectReference, _ type: ObjectType) -> [(id: String, isPrimary: Bool)] {
        links.compactMap { link in
            guard let other = link.other(than: object), other.type == type, objects[type]?[other.id]?.isArchived == false
            else { return nil }
            return (other.id, link.isPrimary)
        }
    }

    /// Checks that what an association leads to exists.
    func check(_ association: Association) throws(PortalError) {
        switch association.target {
        case .object(let reference): _ = try found(reference.type, reference.id)
        case .thread(let id): _ = try found(id)
        }
    }

    func apply(_ association: Association, to object: SimulatedObject, by author: ChangeAuthor) {
        switch association.target {
        case .object(let other): link(object.reference, other, isPrimary: association.isPrimary, by: author)
        case .thread(let id): threads[id]?.ticketID = object.id
        }
    }
}
