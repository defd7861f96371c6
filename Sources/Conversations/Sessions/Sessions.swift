import FoundationEssentials
import RelayCore

/// An organization's sessions.
package struct Sessions: Sendable {
    let store: any StateStore
    let ambient: Ambient
    let mapping: PropertyMapping
    /// How often a change is tried again when another change came first. Changes of one session are rare and short.
    private static let attempts = 8

    package init(store: any StateStore, ambient: Ambient, mapping: PropertyMapping) {
        self.mapping = mapping
        self.store = store
        self.ambient = ambient
    }

    /// The id of a thread's session, whether or not there is one.
    package func id(ofThread threadID: String) -> String {
        SessionID.of(threadID: threadID, organization: store.organization)
    }

    package func find(threadID: String) async throws -> Session? { try await find(id: id(ofThread: threadID)) }

    package func find(id: String) async throws -> Session? { try await store.session(id: id) }

    /// The session that is named, by its own id or its thread's.
    package func find(_ conversation: ConversationReference) async throws -> Session? {
        if let id = conversation.sessionID { return try await find(id: id) }
        guard let threadID = conversation.threadID else { return nil }
        return try await find(threadID: threadID)
    }

    /// The session of a thread, made when there is none.
    /// - Parameter since: When its conversation began, by HubSpot's account. We hear of it later; who got the thread in between
    ///   has it all the same.
    package func open(threadID: String, channel: ChannelKind, since: Date?) async throws -> Session {
        try await open(id: id(ofThread: threadID), threadID: threadID, channel: channel, since: since)
    }

    /// The session of that id, made when there is none.
    package func open(id: String, threadID: String?, channel: ChannelKind, since: Date? = nil) async throws -> Session {
        let now = ambient.now()
        return try await store.createSession(
            Session(id: id, threadID: threadID, channel: channel, stateSince: since, createdAt: now, updatedAt: now))
    }

    /// Applies a change over the newest version; writes nothing when it changes nothing.
    package func update(_ session: Session, _ change: @Sendable (inout Session) -> Void) async throws -> Session {
        var current = session
        for _ in 0..<Self.attempts {
            var changed = current
            change(&changed)
            if changed == current { return current }
            changed.updatedAt = ambient.now()
            if try await store.updateSession(changed) {
                changed.version += 1
                return changed
            }
            guard let newest = try await find(id: session.id) else { break }
            current = newest
        }
        throw Stop(.retry(.storeUnavailable, "the session changes too quickly"))
    }

    package func timeline(of session: Session, limit: Int) async throws -> [TimelineEntry] {
        try await store.timeline(sessionID: session.id, limit: limit)
    }

    package func customData(of session: Session) async throws -> [CustomDataEntry] {
        try await store.customData(sessionID: session.id)
    }
}
