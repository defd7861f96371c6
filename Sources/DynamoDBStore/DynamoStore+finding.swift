import FoundationEssentials
import RelayCore

// MARK: - Lists of sessions

extension DynamoOrganizationStore {
    package func sessionIDs(
        matching filter: SessionFilter, limit: Int
    ) async throws(StoreError) -> [String] {
        try await run("look for sessions") { table in
            switch filter {
            case .contact(let id): try await referred(partition("contact", id), limit)
            case .email(let address): try await referred(partition("address", Self.digest(address: address)), limit)
            case .idleSince(let date):
                try await idle(older(date, listing("sessions")), limit) { $0.updatedAt < date }
            case .openAndIdle(let channel, let date):
                try await idle(
                    DynamoQuery(
                        index: .byGroup,
                        condition: .before(date, "group", listing("state", Session.State.open.rawValue, channel.rawValue))),
                    limit
                ) { $0.updatedAt < date && $0.state == .open && $0.channel == channel }
            }
        }
    }

    private func referred(_ partition: String, _ limit: Int) async throws -> [String] {
        try await table.items(.partition(partition), limit: limit).map { try $0.string("id") }
    }

    /// The index may be a moment behind: each session is read itself, so that none is taken for idle that is not.
    private func idle(_ query: DynamoQuery, _ limit: Int, _ matches: (Session) -> Bool) async throws -> [String] {
        var found: [String] = []
        guard limit > 0 else { return found }
        try await table.list(query) { items in
            for item in items where found.count < limit {
                guard let standing = try await table.item(try DynamoKey(item)) else { continue }
                let session = try Self.session(standing)
                if matches(session) { found.append(session.id) }
            }
            return found.count < limit
        }
        return found
    }

    package func newestSessionIDs(
        state: Session.State?, before: Date?, limit: Int
    ) async throws(StoreError) -> [String] {
        let end = before ?? Timestamp.date(milliseconds: Self.latest)
        return try await run("list sessions") { table in
            var queries = [DynamoQuery(index: .byList, condition: .before(end, "list", listing("sessions")), isBackwards: true)]
            if let state {
                queries = ChannelKind.allCases.map { channel in
                    let group = listing("state", state.rawValue, channel.rawValue)
                    return DynamoQuery(index: .byGroup, condition: .before(end, "group", group), isBackwards: true)
                }
            }
            var found: [(at: String, id: String)] = []
            for query in queries {
                found += try await table.items(query, limit: limit).map { (at: try $0.string("at"), id: try $0.string("id")) }
            }
            return found.sorted { $0.at > $1.at }.prefix(limit).map(\.id)
        }
    }

    /// After every instant that is kept, in milliseconds.
    private static let latest = 253_402_300_799_999
}
