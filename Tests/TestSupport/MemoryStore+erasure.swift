import FoundationEssentials
import RelayCore

// MARK: - Erasing

extension MemoryStore {
    package func sessionIDs(
        organization: String, matching filter: SessionFilter, limit: Int
    ) async throws(StoreError) -> [String] {
        let found = sessions.values.filter { session in
            guard session.organization == organization else { return false }
            return switch filter {
            case .contact(let id): session.contactID == id
            case .email(let address):
                ([session.contactEmail].compactMap(\.self) + session.otherEmails).map(Self.lowercased)
                    .contains(Self.lowercased(address))
            case .idleSince(let date): session.updatedAt < Self.cut(date)
            }
        }
        return found.sorted { ($0.updatedAt, $0.id) < ($1.updatedAt, $1.id) }.prefix(limit).map(\.id)
    }

    /// ASCII letters alone.
    private static func lowercased(_ text: String) -> [UInt8] {
        text.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    }

    package func deleteSession(organization: String, id: String) async throws(StoreError) {
        sessions[Scoped(organization, id)] = nil
    }

    package func eraseClaims(
        organization: String, subject: String, resultLine: String, limit: Int
    ) async throws(StoreError) -> Int {
        let found = finished(organization).filter { $0.value.subject == subject && $0.value.line != resultLine }.prefix(limit)
        for (key, claim) in found {
            claims[key] = .finished(Finished(line: resultLine, subject: claim.subject, at: claim.at))
        }
        return found.count
    }

    package func deleteClaims(
        organization: String, finishedBefore: Date, limit: Int
    ) async throws(StoreError) -> Int {
        let old = finished(organization).filter { $0.value.at < Self.cut(finishedBefore) }.sorted { $0.value.at < $1.value.at }
        for (key, _) in old.prefix(limit) { claims[key] = nil }
        return min(old.count, limit)
    }

    private func finished(_ organization: String) -> [(key: EventKey, value: Finished)] {
        claims.compactMap { key, claim in
            guard key.organization == organization, case .finished(let finished) = claim else { return nil }
            return (key, finished)
        }
    }

    package func deleteTurns(organization: String, threadID: String, limit: Int) async throws(StoreError) -> Int {
        let found = outcomes.keys.filter { $0.organization == organization && $0.name.first == threadID }.prefix(limit)
        for key in found { outcomes[key] = nil }
        return found.count
    }

    package func deleteTimeline(organization: String, sessionID: String, limit: Int) async throws(StoreError) -> Int {
        let key = Scoped(organization, sessionID)
        let count = min(timelines[key]?.count ?? 0, limit)
        timelines[key]?.removeFirst(count)
        return count
    }

    package func deleteCustomData(organization: String, sessionID: String, limit: Int) async throws(StoreError) -> Int {
        let found = (properties[Scoped(organization, sessionID)] ?? [:]).keys.prefix(limit)
        for property in found { properties[Scoped(organization, sessionID)]?[property] = nil }
        return found.count
    }

    package func deleteTicketProperties(
        organization: String, ticketID: String, limit: Int
    ) async throws(StoreError) -> Int {
        let found = (ticketProperties[Scoped(organization, ticketID)] ?? [:]).keys.prefix(limit)
        for property in found { ticketProperties[Scoped(organization, ticketID)]?[property] = nil }
        return found.count
    }

    package func deleteTicketProperties(
        organization: String, recordedBefore: Date, limit: Int
    ) async throws(StoreError) -> Int {
        var old: [(ticket: Scoped<String>, property: String, recordedAt: Date)] = []
        for (ticket, kept) in ticketProperties where ticket.organization == organization {
            for (property, value) in kept where value.recordedAt < Self.cut(recordedBefore) {
                old.append((ticket, property, value.recordedAt))
            }
        }
        for row in old.sorted(by: { $0.recordedAt < $1.recordedAt }).prefix(limit) {
            ticketProperties[row.ticket]?[row.property] = nil
        }
        return min(old.count, limit)
    }

    package func recordErasure(organization: String, sessionID: String, at: Date) async throws(StoreError) {
        let key = Scoped(organization, sessionID)
        erasures[key] = max(erasures[key] ?? .distantPast, Self.cut(at))
    }

    package func erasedAt(organization: String, sessionID: String) async throws(StoreError) -> Date? {
        erasures[Scoped(organization, sessionID)]
    }
}
