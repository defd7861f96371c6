import FoundationEssentials
import RelayCore

/// Reads and writes the session of a thread.
package struct SessionRecord: Sendable {
    private let store: any StateStore
    private let ambient: Ambient
    private let organization: String

    /// How often a change is tried again when another change came first. Changes of one session are rare and short.
    private static let attempts = 8

    package init(store: any StateStore, ambient: Ambient, organization: String) {
        self.store = store
        self.ambient = ambient
        self.organization = organization
    }

    package func find(threadID: String) async throws(Stop) -> Session? {
        try await find(id: EventID.session(organization: organization, threadID: threadID))
    }

    package func find(id: String) async throws(Stop) -> Session? {
        try await stored { () throws(StoreError) in try await store.session(organization: organization, id: id) }
    }

    /// The session of a thread, made when there is none.
    package func open(threadID: String, channel: ChannelKind) async throws(Stop) -> Session {
        let now = ambient.now()
        let session = Session(
            id: EventID.session(organization: organization, threadID: threadID), organization: organization,
            threadID: threadID, channel: channel, createdAt: now, updatedAt: now)
        return try await stored { () throws(StoreError) in try await store.createSession(session) }
    }

    /// Applies a change over the newest version; writes nothing when it changes nothing.
    package func update(
        _ session: Session, _ change: @Sendable (inout Session) -> Void
    ) async throws(Stop) -> Session {
        var current = session
        for _ in 0..<Self.attempts {
            var changed = current
            change(&changed)
            if changed == current { return current }
            changed.updatedAt = ambient.now()
            let candidate = changed
            if try await stored({ () throws(StoreError) in try await store.updateSession(candidate) }) {
                changed.version += 1
                return changed
            }
            guard let newest = try await find(id: session.id) else { break }
            current = newest
        }
        throw Stop(.retry(.storeUnavailable, "the session changes too quickly"))
    }

    package func timeline(of session: Session, limit: Int) async throws(Stop) -> [TimelineEntry] {
        try await stored { () throws(StoreError) in
            try await store.timeline(organization: organization, sessionID: session.id, limit: limit)
        }
    }

    package func customData(of session: Session) async throws(Stop) -> [CustomDataEntry] {
        try await stored { () throws(StoreError) in
            try await store.customData(organization: organization, sessionID: session.id)
        }
    }

    package func linkTicket(_ ticketID: String, to session: Session) async throws(Stop) {
        try await stored { () throws(StoreError) in
            try await store.linkTicket(organization: organization, ticketID: ticketID, sessionID: session.id)
        }
    }
}
