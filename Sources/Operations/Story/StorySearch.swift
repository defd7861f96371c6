import FoundationEssentials
import HostCore
import HostDelivery
import RelayCore

/// Finds the invocations of a story, by whatever of it somebody has at hand.
package struct StorySearch: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case event
        case thread
        case session
        case message
    }

    private let history: any InvocationHistory
    /// The most invocations of a story that are read; the newest.
    private static let limit = 2000
    /// How far up it is asked for causes that have no thread: a request, and what asked for it.
    private static let causes = 4

    package init(_ history: any InvocationHistory) { self.history = history }

    /// - Parameter withTexts: With events and logs, where they are kept; without them what came of each step is known all the same.
    /// - Returns: The story of the conversation that the id is of, and what the id is; of an event or message only the part with
    ///   it. nil where the history knows none.
    package func story(of id: String, withTexts: Bool) async throws -> (story: Story, kind: Kind)? {
        for kind in Kind.allCases {
            guard let found = try await history.entries(Self.filter(kind, id), before: nil, limit: 1).first else { continue }
            let story = try await story(around: found, kind, withTexts)
            switch kind {
            case .thread, .session: return (story, kind)
            case .message: return (story.with { $0.first.subject.messageID == id }, kind)
            case .event: return (story.with { $0.first.eventID == id }, kind)
            }
        }
        return nil
    }

    private static func filter(_ kind: Kind, _ id: String) -> HistoryFilter {
        switch kind {
        case .event: HistoryFilter(eventID: id)
        case .thread: HistoryFilter(threadID: id)
        case .session: HistoryFilter(sessionID: id)
        case .message: HistoryFilter(messageID: id)
        }
    }

    private func story(around found: HistoryEntry, _ kind: Kind, _ withTexts: Bool) async throws -> Story {
        var entries = try await entries(found.sameEvent)
        if let threadID = found.subject.threadID {
            entries += try await self.entries(HistoryFilter(organization: found.organization, threadID: threadID))
        }
        let sessions = Set(entries.compactMap(\.subject.sessionID))
        for sessionID in sessions.sorted().prefix(3) {
            entries += try await self.entries(HistoryFilter(organization: found.organization, sessionID: sessionID))
        }
        entries = try await withCauses(entries, organization: found.organization)
        if kind == .event { entries = try await withEffects(entries, of: found) }
        var numbers: Set<Int64> = []
        let distinct = entries.filter { numbers.insert($0.number).inserted }
        if withTexts { return Story(distinct, texts: try await history.texts(of: distinct.map(\.number))) }
        let results = try await history.results(of: distinct.map(\.number))
        return Story(distinct, texts: results.mapValues { HistoryTexts(event: [], result: $0) })
    }

    private func entries(_ which: HistoryFilter) async throws -> [HistoryEntry] {
        try await history.entries(which, before: nil, limit: Self.limit)
    }

    private func withCauses(_ entries: [HistoryEntry], organization: String) async throws -> [HistoryEntry] {
        var all = entries
        var known = Set(entries.map(\.eventID))
        for _ in 0..<Self.causes {
            let missing = Set(all.compactMap(\.causeID)).subtracting(known)
            if missing.isEmpty { break }
            known.formUnion(missing)
            for id in missing.sorted().prefix(200) {
                // A request names no organization; its id is its own.
                all += try await self.entries(HistoryFilter(eventID: id)).filter {
                    $0.organization == organization || $0.type == HTTPRequestEvent.type
                }
            }
        }
        return all
    }

    /// What followed from an event that belongs to no conversation.
    private func withEffects(_ entries: [HistoryEntry], of first: HistoryEntry) async throws -> [HistoryEntry] {
        var all = entries
        var open = [first]
        var known: Set<HistoryFilter> = []
        while let next = open.popLast(), known.count < 200 {
            guard known.insert(next.effects).inserted else { continue }
            let followed = try await self.entries(next.effects)
            all += followed
            open += followed
        }
        return all
    }
}
