import FoundationEssentials
import HostCore
import RelayCore

/// Which functions were run on which events, kept for people. Nothing that the host does depends on it.
///
/// Ids, codes and times are kept as long as there is room; what customers may have written for some hours only.
package protocol InvocationHistory: EventErasing {
    /// Adds what has ended, all or none.
    func add(_ ended: [(entry: HistoryEntry, texts: HistoryTexts?)]) async throws

    /// Deletes a bounded part of what need not be kept any more, the oldest first.
    /// - Returns: Whether there may be more.
    func trim(to limits: HistoryLimits, now: Date) async throws -> Bool

    /// The newest first.
    /// - Parameter before: Only entries with a smaller number.
    func entries(_ which: HistoryFilter, before: Int64?, limit: Int) async throws -> [HistoryEntry]

    /// Those with a greater number, the oldest first.
    func entries(_ which: HistoryFilter, after: Int64, limit: Int) async throws -> [HistoryEntry]

    /// Of the entry that was written last, be it erased since; 0 where there never was one.
    func newestNumber() async throws -> Int64

    /// nil when there is none of that number.
    func entry(_ number: Int64) async throws -> HistoryEntry?

    /// Of each message the last outcome of its events of these types, and of each thread the last of these effects, the oldest
    /// first: what ended then or later; and all of the threads that came to the effect `closing` then or later.
    func outcomes(of types: [String], effects: [String], since: Date, closedBy closing: String) async throws
        -> [InvocationOutcome]

    /// When the newest event of HubSpot's was queued, by organization.
    func lastArrivals() async throws -> [String: Date]

    /// What was kept of entries, by their numbers; nothing of one that is not kept any more, or never was.
    func texts(of numbers: [Int64]) async throws -> [Int64: HistoryTexts]

    /// Of the same the results alone.
    func results(of numbers: [Int64]) async throws -> [Int64: [UInt8]]
}

extension InvocationHistory {
    package func newestNumber() async throws -> Int64 { try await entries(.all, before: nil, limit: 1).first?.number ?? 0 }

    package func results(of numbers: [Int64]) async throws -> [Int64: [UInt8]] {
        try await texts(of: numbers).mapValues(\.result)
    }
}

/// There is no room on the disk.
package struct HistoryFull: Error {
    package init() {}
}

/// How much of the past is kept.
package struct HistoryLimits: Sendable, Hashable {
    /// Hours for which events, results and logs are kept; 0 keeps none.
    package var hours: Int
    /// How many invocations.
    package var rows: Int
    /// Bytes on the disk; then the oldest events, results and logs go first.
    package var bytes: Int
    /// Bytes that are left free on the disk, for the queue and the sessions; with less, events, results and logs go.
    package var freeBytes: Int

    package static let standard = HistoryLimits(hours: 72, rows: 200_000, bytes: 1 << 30)

    package init(hours: Int, rows: Int, bytes: Int = 1 << 30, freeBytes: Int = 64 << 20) {
        self.hours = hours
        self.rows = rows
        self.bytes = bytes
        self.freeBytes = freeBytes
    }
}

/// Which invocations are meant: those to which everything applies that is given.
package struct HistoryFilter: Sendable, Hashable {
    package static let all = HistoryFilter()

    package var organization: String?
    package var function: String?
    package var eventID: String?
    /// Of the event; tells it from another of that id.
    package var source: String?
    /// Of the event.
    package var type: String?
    /// What the event's type begins with.
    package var typePrefix: String?
    /// Those that followed from the event of this id.
    package var causeID: String?
    package var threadID: String?
    package var sessionID: String?
    package var messageID: String?
    package var status: FunctionResult.Status?
    package var code: ReasonCode?
    /// Ended then or later.
    package var since: Date?

    package init(
        organization: String? = nil, function: String? = nil, eventID: String? = nil, source: String? = nil,
        type: String? = nil, typePrefix: String? = nil, causeID: String? = nil, threadID: String? = nil, sessionID: String? = nil,
        messageID: String? = nil, status: FunctionResult.Status? = nil, code: ReasonCode? = nil, since: Date? = nil
    ) {
        self.organization = organization
        self.function = function
        self.eventID = eventID
        self.source = source
        self.type = type
        self.typePrefix = typePrefix
        self.causeID = causeID
        self.threadID = threadID
        self.sessionID = sessionID
        self.messageID = messageID
        self.status = status
        self.code = code
        self.since = since
    }
}
