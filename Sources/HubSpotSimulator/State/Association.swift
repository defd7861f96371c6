/// What a new object is to be associated with.
struct Association: Sendable, Hashable {
    enum Target: Sendable, Hashable {
        case object(ObjectReference)
        /// Tickets only.
        case thread(String)
    }

    var target: Target
    /// Whether the company is the object's primary one.
    var isPrimary = false

    static func contact(_ id: String) -> Association { Association(target: .object(ObjectReference(.contact, id))) }
    static func thread(_ id: String) -> Association { Association(target: .thread(id)) }

    /// HubSpot's own association types.
    /// Source: https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide
    static let ticketToThread = 32

    /// The type without a label, from a kind to another one; nil where the simulator associates none.
    static func typeID(from: ObjectType, to: ObjectType) -> Int? { types[from]?[to] }

    /// The type labelled as primary; nil between kinds that have none.
    static func primaryTypeID(from: ObjectType, to: ObjectType) -> Int? { primaryTypes[from]?[to] }

    private static let types: [ObjectType: [ObjectType: Int]] = [
        .contact: [.ticket: 15, .company: 279, .deal: 4, .note: 201],
        .ticket: [.contact: 16, .company: 339, .deal: 28, .note: 227, .ticket: 452],
        .company: [.contact: 280, .ticket: 340, .deal: 342, .note: 189],
        .deal: [.contact: 3, .ticket: 27, .company: 341, .note: 213],
        .note: [.contact: 202, .ticket: 228, .company: 190, .deal: 214],
    ]
    private static let primaryTypes: [ObjectType: [ObjectType: Int]] = [
        .contact: [.company: 1], .ticket: [.company: 26], .company: [.contact: 2, .ticket: 25, .deal: 6], .deal: [.company: 5],
    ]
}

/// Two objects that are associated; each is seen from the other.
struct ObjectLink: Sendable, Hashable {
    var first: ObjectReference
    var second: ObjectReference
    var isPrimary = false

    /// The other end; nil when `object` is neither.
    func other(than object: ObjectReference) -> ObjectReference? {
        object == first ? second : object == second ? first : nil
    }

    func joins(_ one: ObjectReference, _ other: ObjectReference) -> Bool { self.other(than: one) == other }
}
