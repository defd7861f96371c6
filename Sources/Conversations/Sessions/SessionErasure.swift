import FoundationEssentials
import OnceOnly
import RelayCore

/// Erases what a session holds of a customer: session, timeline, custom data, ticket links, turns, what was kept of its
/// tickets, and the stored results of its events. The ledger of outside writes stays: it holds ids alone, and without it a
/// write could be doubled.
///
/// Not one transaction: each part goes by itself, the session last, so that an erasure that was interrupted finds it again
/// and goes on. First of all it is noted that the conversation was erased, so that nobody reads it in again meanwhile.
package struct SessionErasure: Sendable {
    /// How much was erased.
    package struct Counts: Sendable, Hashable {
        package var sessions = 0
        package var timelineEntries = 0
        package var properties = 0
        package var ticketProperties = 0
        package var turns = 0
        package var results = 0

        package init() {}

        package static func + (one: Counts, other: Counts) -> Counts {
            var sum = one
            sum.sessions += other.sessions
            sum.timelineEntries += other.timelineEntries
            sum.properties += other.properties
            sum.ticketProperties += other.ticketProperties
            sum.turns += other.turns
            sum.results += other.results
            return sum
        }

        package var json: JSON {
            [
                "sessions": .number(JSONNumber(sessions)), "timelineEntries": .number(JSONNumber(timelineEntries)),
                "properties": .number(JSONNumber(properties)), "ticketProperties": .number(JSONNumber(ticketProperties)),
                "turns": .number(JSONNumber(turns)), "results": .number(JSONNumber(results)),
            ]
        }
    }

    /// What an event's stored result becomes: still finished, and silent.
    static let erasedResult = FunctionResult.skipped(.erased, ReasonCode.erased.meaning).line

    private static let batch = 200

    private let store: any StateStore

    package init(_ store: any StateStore) { self.store = store }

    /// - Parameters:
    ///   - threadID: Where it is known apart from the session, which may be gone already.
    ///   - date: What the session held up to then does not come back.
    package func erase(sessionID: String, threadID: String? = nil, at date: Date) async throws -> Counts {
        let session = try await store.session(id: sessionID)
        try await store.recordErasure(sessionID: sessionID, at: date)
        var counts = Counts()
        counts.timelineEntries = try await all { try await store.deleteTimeline(sessionID: sessionID, limit: $0) }
        counts.properties = try await all { try await store.deleteCustomData(sessionID: sessionID, limit: $0) }
        if let threadID = threadID ?? session?.threadID {
            counts.turns = try await all { try await store.deleteTurns(threadID: threadID, limit: $0) }
        }
        for ticketID in try await store.ticketIDs(sessionID: sessionID) {
            counts.ticketProperties += try await all { try await store.deleteTicketProperties(ticketID: ticketID, limit: $0) }
            counts.results += try await results(of: ClaimSubject.ticket(ticketID))
            try await store.deleteTicketLink(ticketID: ticketID, sessionID: sessionID)
        }
        counts.results += try await results(of: sessionID)
        if session != nil {
            try await store.deleteSession(id: sessionID)
            counts.sessions = 1
        }
        return counts
    }

    /// What is kept of tickets without a conversation, and was written last before then; how much that was.
    package func eraseKept(before date: Date) async throws -> Int {
        try await all { try await store.deleteTicketProperties(recordedBefore: date, limit: $0) }
    }

    /// The results of a session's events that were finished before then, and nothing else; how many that were.
    package func eraseResults(sessionID: String, finishedBefore: Date) async throws -> Counts {
        var counts = Counts()
        counts.results = try await results(of: sessionID, finishedBefore: finishedBefore)
        return counts
    }

    private func results(of subject: String, finishedBefore: Date = .distantFuture) async throws -> Int {
        try await all {
            try await store.eraseClaims(
                subject: subject, resultLine: Self.erasedResult, finishedBefore: finishedBefore, limit: $0)
        }
    }

    /// In batches, so that no call keeps the store from others for long.
    private func all(_ delete: (_ limit: Int) async throws -> Int) async throws -> Int {
        var total = 0
        while true {
            let count = try await delete(Self.batch)
            total += count
            if count < Self.batch { return total }
        }
    }
}
