import FoundationEssentials
import HostCore
import HostDelivery
import RelayCore

/// What one function did about one event, in all its deliveries, and what followed from that.
package struct StoryStep: Sendable {
    /// Oldest first; never empty.
    package fileprivate(set) var deliveries: [HistoryEntry]
    /// The event as it was delivered last, and the last result, where they are kept.
    fileprivate var eventText: [UInt8] = []
    package var event: JSON? { try? JSON.parse(eventText) }
    package fileprivate(set) var result: JSON?
    package fileprivate(set) var log: [String] = []
    package fileprivate(set) var children: [StoryStep] = []

    package var first: HistoryEntry { deliveries[0] }
    package var last: HistoryEntry { deliveries[deliveries.count - 1] }

    /// This step and all below it, in the order of the tree.
    package var all: [StoryStep] { [self] + children.flatMap(\.all) }

    /// Events that it emitted, as far as they are kept: id and type.
    package var emitted: [(id: String, type: String)] {
        (result?["events"]?.array ?? []).compactMap { event in
            guard let id = event["id"]?.string, let type = event["type"]?.string else { return nil }
            return (id, type)
        }
    }
}

/// The story of a conversation: its invocations as a tree, in which each hangs below the one that caused it.
package struct Story: Sendable {
    /// The earliest first.
    package let roots: [StoryStep]

    package init(_ entries: [HistoryEntry], texts: [Int64: HistoryTexts] = [:]) {
        var builder = StoryBuilder(entries, texts)
        roots = builder.roots()
    }

    package init(roots: [StoryStep]) { self.roots = roots }

    package var all: [StoryStep] { roots.flatMap(\.all) }

    /// When its first event was taken.
    package var start: Date? { all.map(\.first.queued).min() }

    /// The trees in which such a step is.
    package func with(_ isWanted: (StoryStep) -> Bool) -> Story {
        Story(roots: roots.filter { $0.all.contains(where: isWanted) })
    }
}

private struct StoryBuilder {
    private struct Key: Hashable {
        let organization: String
        let source: String
        let eventID: String
        let function: String
    }

    private var steps: [Key: StoryStep] = [:]
    /// In the order of their first ends.
    private var keys: [Key] = []
    private var keysByEvent: [String: [Key]] = [:]
    private var keysByCause: [String: [Key]] = [:]
    private var placed: Set<Key> = []

    init(_ entries: [HistoryEntry], _ texts: [Int64: HistoryTexts]) {
        for entry in entries.sorted(by: { $0.number < $1.number }) {
            let key = Key(
                organization: entry.organization, source: entry.source, eventID: entry.eventID, function: entry.function)
            if steps[key] == nil {
                keys.append(key)
                keysByEvent[entry.eventID, default: []].append(key)
                if let causeID = entry.causeID { keysByCause[causeID, default: []].append(key) }
            }
            steps[key, default: StoryStep(deliveries: [])].deliveries.append(entry)
            guard let texts = texts[entry.number] else { continue }
            steps[key]?.eventText = texts.event
            steps[key]?.result = try? JSON.parse(texts.result)
            steps[key]?.log += texts.log
        }
    }

    mutating func roots() -> [StoryStep] {
        let tops = keys.filter { key in
            guard let causeID = steps[key]?.first.causeID, causeID != key.eventID else { return true }
            return keysByEvent[causeID] == nil
        }
        // What names itself as its cause by a detour stands by itself.
        return (tops + keys).compactMap { tree($0) }.sorted { $0.first.queued < $1.first.queued }
    }

    private mutating func tree(_ key: Key) -> StoryStep? {
        guard placed.insert(key).inserted, var step = steps[key] else { return nil }
        // What followed from an event that several functions took hangs below the first of them.
        guard keysByEvent[key.eventID]?.first == key else { return step }
        for child in keysByCause[key.eventID] ?? [] {
            if let tree = tree(child) { step.children.append(tree) }
        }
        return step
    }
}
