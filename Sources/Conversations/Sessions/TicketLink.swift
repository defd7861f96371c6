import FoundationEssentials
import HubSpotAPI
import RelayCore

extension OrganizationServices {
    /// Makes a ticket the session's, in the place of another that it had. What HubSpot told of the ticket before is applied
    /// to the session: the newest change wins, as ever. What HubSpot told of another ticket goes.
    ///
    /// Whoever hears of a change keeps it first and then asks who is linked; here the link comes first and then what is
    /// kept. So one of the two sees the other. The session names the ticket last, so that a link that was interrupted is
    /// made again.
    @discardableResult
    package func linkTicket(_ ticketID: String, to session: Session) async throws -> Session {
        try await store.linkTicket(ticketID: ticketID, sessionID: session.id)
        let others = try await sessions.ticketIDs(of: session.id).filter { $0 != ticketID }
        for other in others { try await store.unlinkTicket(ticketID: other, sessionID: session.id) }
        let kept = try await store.ticketProperties(ticketID: ticketID)
        if !others.isEmpty, session.ticketID != ticketID {
            try await ExchangedTicket(id: ticketID, kept: kept, session: session, services: self).exchange()
        }
        for entry in kept { _ = try await sessions.apply(entry, to: session.id) }
        return try await sessions.update(session) { $0.ticketID = ticketID }
    }
}

/// The ticket that a session has instead of another: its properties are read, and stand in the place of the other's.
private struct ExchangedTicket {
    let id: String
    /// What HubSpot told of it before.
    let kept: [CustomDataEntry]
    let session: Session
    let services: OrganizationServices

    private static let modified = "hs_lastmodifieddate"

    func exchange() async throws {
        let former = try await services.sessions.customData(of: session).filter { $0.origin != .session }
        let values = try await read(Set(former.map(name) + kept.map(\.property) + [Self.modified]))
        // By HubSpot's account, as the changes that come later are.
        let date = values[Self.modified].flatMap(Timestamp.parse) ?? services.ambient.now()
        for entry in former {
            _ = try await services.sessions.set(successor(of: entry, values[name(entry)], at: date), in: session.id)
        }
        for entry in kept where !former.contains(where: { name($0) == entry.property }) {
            guard let value = values[entry.property] else { continue }
            let current = CustomDataEntry(
                property: entry.property, value: value, label: entry.value == value ? entry.label : nil,
                isRedacted: entry.isRedacted, occurredAt: date)
            _ = try await services.sessions.apply(current, to: session.id)
        }
    }

    /// The session's own data (`PROPERTY_MAPPING`) stays where the ticket has no value for it, and is to be written there.
    private func successor(of entry: CustomDataEntry, _ value: String?, at date: Date) -> CustomDataEntry {
        let told = kept.first { $0.property == name(entry) }
        let isOwn = services.sessions.mapping.ticketProperty(of: entry.property) != nil && value == nil && entry.value != nil
        return CustomDataEntry(
            property: entry.property, value: isOwn ? entry.value : value, label: told?.value == value ? told?.label : nil,
            isRedacted: entry.isRedacted && value != nil, origin: isOwn ? .session : .ticket,
            occurredAt: max(date, entry.occurredAt))
    }

    /// The ticket property that a session's custom data is of.
    private func name(_ entry: CustomDataEntry) -> String {
        services.sessions.mapping.ticketProperty(of: entry.property) ?? entry.property
    }

    /// Those that have a value; none of a ticket that is gone.
    private func read(_ names: Set<String>) async throws -> [String: String] {
        do {
            return try await services.hubSpot.ticket(id: id, properties: names.sorted()).properties.filter {
                names.contains($0.key) && !$0.value.isEmpty
            }
        } catch {
            guard error.category == .notFound else { throw error }
            return [:]
        }
    }
}
