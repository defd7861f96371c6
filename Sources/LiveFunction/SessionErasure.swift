import FoundationEssentials
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
    private let organization: String

    package init(store: any StateStore, organization: String) {
        self.store = store
        self.organization = organization
    }

    /// - Parameters:
    ///   - threadID: Where it is known apart from the session, which may be gone already.
    ///   - date: What the session held up to then does not come back.
    package func erase(
        sessionID: String, threadID: String? = nil, at date: Date
    ) async throws(StoreError) -> Counts {
        let session = try await store.session(organization: organization, id: sessionID)
        try await store.recordErasure(organization: organization, sessionID: sessionID, at: date)
        var counts = Counts()
        counts.timelineEntries = try await all { limit async throws(StoreError) in
            try await store.deleteTimeline(organization: organization, sessionID: sessionID, limit: limit)
        }
        counts.properties = try await all { limit async throws(StoreError) in
            try await store.deleteCustomData(organization: organization, sessionID: sessionID, limit: limit)
        }
        if let threadID = threadID ?? session?.threadID {
            counts.turns = try await all { limit async throws(StoreError) in
                try await store.deleteTurns(organization: organization, threadID: threadID, limit: limit)
            }
        }
        for ticketID in try await store.ticketIDs(organization: organization, sessionID: sessionID) {
            counts.ticketProperties += try await all { limit async throws(StoreError) in
                try await store.deleteTicketProperties(organization: organization, ticketID: ticketID, limit: limit)
            }
            counts.results += try await results(of: ClaimSubject.ticket(ticketID))
            try await store.deleteTicketLink(organization: organization, ticketID: ticketID, sessionID: sessionID)
        }
        counts.results += try await results(of: sessionID)
        if session != nil {
            try await store.deleteSession(organization: organization, id: sessionID)
            counts.sessions = 1
        }
        return counts
    }

    /// What is kept of tickets without a conversation, and was written last before then; how much that was.
    package func eraseKept(before date: Date) async throws(StoreError) -> Int {
        try await all { limit async throws(StoreError) in
            try await store.deleteTicketProperties(organization: organization, recordedBefore: date, limit: limit)
        }
    }

    private func results(of subject: String) async throws(StoreError) -> Int {
        try await all { limit async throws(StoreError) in
            try await store.eraseClaims(
                organization: organization, subject: subject, resultLine: Self.erasedResult, limit: limit)
        }
    }

    /// In batches, so that no call keeps the store from others for long.
    private func all(_ delete: (_ limit: Int) async throws(StoreError) -> Int) async throws(StoreError) -> Int {
        var total = 0
        while true {
            let count = try await delete(Self.batch)
            total += count
            if count < Self.batch { return total }
        }
    }
}
