import HostCore
import RelayCore

/// What has ended and is not written yet, with the lines that were logged meanwhile. Bounded: a history that is slow costs
/// little memory. Quick: delivery waits for whoever uses it.
struct HistoryBuffer {
    enum Ended {
        case whole(InvocationRecord, log: [String])
        /// There is no room for what somebody wrote, or it is not wanted.
        case alone(HistoryEntry)
    }

    /// How much there was no room for.
    struct Losses: Equatable {
        var invocations = 0
        /// Invocations that are kept without event, result and log.
        var texts = 0
        /// Of logs.
        var lines = 0
    }

    private let keepsTexts: Bool
    private var fresh: [Ended] = []
    private var settled: [Ended] = []
    private var lines = HistoryLogLines()
    /// What the records hold that are here.
    private var bytes = 0
    private var losses = Losses()

    private static let mostRecords = 20_000
    private static let mostBytes = 64 * 1024 * 1024

    /// - Parameter keepsTexts: Whether events, results and logs are wanted.
    init(keepsTexts: Bool) { self.keepsTexts = keepsTexts }

    var isEmpty: Bool { fresh.isEmpty && settled.isEmpty }

    /// - Returns: Whether it is the first since the last round.
    mutating func add(_ record: InvocationRecord) -> Bool {
        let isFirst = isEmpty
        guard fresh.count + settled.count < Self.mostRecords else {
            losses.invocations += 1
            return isFirst
        }
        if keepsTexts, bytes + record.heldBytes <= Self.mostBytes {
            bytes += record.heldBytes
            fresh.append(.whole(record, log: []))
        } else {
            if keepsTexts { losses.texts += 1 }
            fresh.append(.alone(HistoryEntry(record)))
        }
        return isFirst
    }

    mutating func add(_ line: HistoryLogLines.Line) { if keepsTexts { lines.add(line) } }

    /// What had ended before the last call: lines of what has ended just now may still come.
    mutating func next() -> [Ended] {
        let due = settled
        (settled, fresh) = (fresh, [])
        return due.map { handedOut($0) }
    }

    /// Everything.
    mutating func all() -> [Ended] {
        let due = settled + fresh
        (settled, fresh) = ([], [])
        return due.map { handedOut($0) }
    }

    /// Since the last call.
    mutating func takeLosses() -> Losses {
        defer { losses = Losses() }
        return Losses(invocations: losses.invocations, texts: losses.texts, lines: lines.takeLost())
    }

    /// With its log, which nobody else takes.
    private mutating func handedOut(_ ended: Ended) -> Ended {
        switch ended {
        case .whole(let record, _):
            bytes -= record.heldBytes
            return .whole(record, log: lines.take(record.event.id, record.function))
        case .alone(let entry):
            _ = lines.take(entry.eventID, entry.function)
            return ended
        }
    }
}

extension InvocationRecord {
    fileprivate var heldBytes: Int { event.bytes.count + result.events.reduce(0) { $0 + $1.bytes.count } }
}
