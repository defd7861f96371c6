import FoundationEssentials
import RelayCore

/// Finds sessions of all organizations.
package struct SessionLookup: Sendable {
    package let stores: any StateStores
    package let organizations: [String]

    package init(stores: any StateStores, organizations: [String]) {
        self.stores = stores
        self.organizations = organizations.sorted()
    }

    /// The store that the functions use for an event: without a name it is of the only organization, or of the one called
    /// `default`.
    package func store(of event: RelayEvent) -> any StateStore {
        let only = organizations.count == 1 ? organizations.first : nil
        return stores.store(of: event.organization ?? only ?? RelayEvent.defaultOrganization)
    }

    /// - Parameter id: Of the session, or of its thread.
    package func find(_ id: String) async throws -> (session: Session, organization: String)? {
        for organization in organizations {
            let store = stores.store(of: organization)
            for id in [id, SessionID.of(threadID: id, organization: organization)] {
                if let session = try await store.session(id: id) { return (session, organization) }
            }
        }
        return nil
    }

    /// Those in which something happened last first.
    package func newest(
        of organization: String?, state: Session.State?, before: Date?, limit: Int
    ) async throws -> [(session: Session, organization: String)] {
        var found: [(session: Session, organization: String)] = []
        for name in organizations where organization == nil || organization == name {
            let store = stores.store(of: name)
            for id in try await store.newestSessionIDs(state: state, before: before, limit: limit) {
                if let session = try await store.session(id: id) { found.append((session, name)) }
            }
        }
        return Array(found.sorted { $0.session.updatedAt > $1.session.updatedAt }.prefix(limit))
    }

    /// `{session, customData, timeline}`
    package func json(_ session: Session, of organization: String) async throws -> JSON {
        let store = stores.store(of: organization)
        return [
            "session": session.json(of: organization),
            "customData": .array(try await store.customData(sessionID: session.id).map(\.json)),
            "timeline": .array(try await store.timeline(sessionID: session.id, limit: 200).map(\.json)),
        ]
    }
}
