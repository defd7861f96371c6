import FoundationEssentials
import RelayCore

/// What was erased on purpose does not come back.
extension SessionRecord {
    /// Until when what the thread's session held was erased; nil when it never was.
    package func erasedAt(threadID: String) async throws(Stop) -> Date? {
        let id = EventID.session(organization: organization, threadID: threadID)
        return try await stored { () throws(StoreError) in try await store.erasedAt(organization: organization, sessionID: id) }
    }

    /// Whether the message belongs to what was erased. The conversation begins anew with the first message after that.
    package func isErased(_ message: ThreadMessage, threadID: String) async throws(Stop) -> Bool {
        guard let erasedAt = try await erasedAt(threadID: threadID) else { return false }
        return message.createdAt <= erasedAt
    }

    /// Notes that something happened in the session.
    package func touch(_ sessionID: String, at date: Date) async throws(Stop) {
        try await stored { () throws(StoreError) in
            try await store.touchSession(organization: organization, id: sessionID, at: date)
        }
    }
}
