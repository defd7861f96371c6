import RelayCore

// MARK: - Links between tickets and sessions

extension MemoryStore {
    package func linkTicket(organization: String, ticketID: String, sessionID: String) async throws(StoreError) {
        ticketLinks[Scoped(organization, ticketID), default: [:]][sessionID] = false
    }

    package func unlinkTicket(organization: String, ticketID: String, sessionID: String) async throws(StoreError) {
        guard ticketLinks[Scoped(organization, ticketID)]?[sessionID] != nil else { return }
        ticketLinks[Scoped(organization, ticketID)]?[sessionID] = true
    }

    package func deleteTicketLink(organization: String, ticketID: String, sessionID: String) async throws(StoreError) {
        ticketLinks[Scoped(organization, ticketID)]?[sessionID] = nil
    }

    package func sessionIDs(organization: String, ticketID: String) async throws(StoreError) -> [String] {
        linked(organization, ticketID, isFormer: false)
    }

    package func formerSessionIDs(organization: String, ticketID: String) async throws(StoreError) -> [String] {
        linked(organization, ticketID, isFormer: true)
    }

    private func linked(_ organization: String, _ ticketID: String, isFormer: Bool) -> [String] {
        (ticketLinks[Scoped(organization, ticketID)] ?? [:]).filter { $0.value == isFormer }.keys.sorted()
    }

    package func ticketIDs(organization: String, sessionID: String) async throws(StoreError) -> [String] {
        ticketLinks.filter { $0.key.organization == organization && $0.value[sessionID] != nil }.map(\.key.name).sorted()
    }
}
