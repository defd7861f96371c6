import RelayCore

/// What a test or a demo looks at afterwards.
extension SimulatedPortal {
    package func thread(_ id: String) -> SimulatedThread? {
        catchUp()
        return threads[id]
    }

    /// All threads, oldest first.
    package var allThreads: [SimulatedThread] { threads.values.sorted { Self.isBefore($0.id, $1.id) } }

    /// What the customer sees of a thread, oldest first.
    package func messages(_ threadID: String) -> [SimulatedMessage] { items(threadID, .message) }

    /// The internal comments of a thread, oldest first.
    package func comments(_ threadID: String) -> [SimulatedMessage] { items(threadID, .comment) }

    /// Everything on a thread, system items included, oldest first.
    package func timeline(_ threadID: String) -> [SimulatedMessage] { threads[threadID]?.messages ?? [] }

    package func ticket(_ id: String) -> SimulatedObject? { objects[.ticket]?[id] }
    package var allTickets: [SimulatedObject] { sorted(.ticket).filter { !$0.isArchived } }

    package func contact(_ id: String) -> SimulatedObject? { objects[.contact]?[id] }
    package var allContacts: [SimulatedObject] { sorted(.contact).filter { !$0.isArchived } }

    /// The contacts that a ticket is associated with.
    package func contacts(ofTicket id: String) -> [String] {
        linked(ObjectReference(.ticket, id), .contact).map(\.id)
    }

    /// The tickets that a contact is associated with.
    package func tickets(ofContact id: String) -> [String] {
        linked(ObjectReference(.contact, id), .ticket).map(\.id)
    }

    /// The notes on an object, in the order in which they were written.
    package func notes(on object: ObjectReference) -> [SimulatedObject] {
        linked(object, .note).compactMap { objects[.note]?[$0.id] }
    }

    package func object(_ type: ObjectType, _ id: String) -> SimulatedObject? { objects[type]?[id] }

    private func items(_ threadID: String, _ type: MessageType) -> [SimulatedMessage] {
        timeline(threadID).filter { $0.type == type }
    }

    func sorted(_ type: ObjectType) -> [SimulatedObject] {
        (objects[type] ?? [:]).values.sorted { Self.isBefore($0.id, $1.id) }
    }

    /// In the order of the numbers.
    static func isBefore(_ left: String, _ right: String) -> Bool { (Int(left) ?? 0) < (Int(right) ?? 0) }
}
