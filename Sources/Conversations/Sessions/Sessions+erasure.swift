import FoundationEssentials
import RelayCore

/// What was erased on purpose does not come back.
extension Sessions {
    /// Until when what the thread's session held was erased; nil when it never was.
    package func erasedAt(threadID: String) async throws -> Date? {
        try await store.erasedAt(sessionID: id(ofThread: threadID))
    }

    /// Whether the thread has a session, or had one that was erased.
    package func isKnown(threadID: String) async throws -> Bool {
        if try await find(threadID: threadID) != nil { return true }
        return try await erasedAt(threadID: threadID) != nil
    }

    /// The session that is named, which must be there.
    /// - Throws: A skip (`erased`) for one that was erased; else `no-session`.
    package func named(_ id: String) async throws -> Session {
        if let session = try await find(id: id) { return session }
        if try await store.erasedAt(sessionID: id) != nil { throw Stop(.skipped(.erased, "the session was erased")) }
        throw Stop(.failed(.noSession, "data.sessionId: there is no such session"))
    }

    /// Whether the message belongs to what was erased. The conversation begins anew with the first message after that.
    package func isErased(_ message: ThreadMessage, threadID: String) async throws -> Bool {
        guard let erasedAt = try await erasedAt(threadID: threadID) else { return false }
        return message.createdAt <= erasedAt
    }

    /// Notes that something happened in the session.
    package func touch(_ sessionID: String, at date: Date) async throws {
        try await store.touchSession(id: sessionID, at: date)
    }
}
