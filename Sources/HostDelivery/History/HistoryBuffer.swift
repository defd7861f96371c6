import HostCore
import RelayCore

/// What has ended and is not written yet, with the lines that were logged meanwhile. Bounded: a history that is slow costs
/// little memory. Quick: delivery waits for whoever uses it.
struct HistoryBuffer {
    enum Ended {
        case whole(InvocationRecord, log: [String])
        /// There was no room for what somebody wrote.
        case alone(HistoryEntry)
    }

    private var fresh: [Ended] = []
    private var settled: [Ended] = []
    private var lines = HistoryLogLines()
    /// What the records hold.
    private var bytes = 0
    /// Invocations for which there was no room at all.
    private(set) var lost = 0

    private static let mostRecords = 20_000
    private static let mostBytes = 64 * 1024 * 1024

    var isEmpty: Bool { fresh.isEmpty && settled.isEmpty }

    /// - Returns: Whether it is the first since the last round.
    mutating func add(_ record: InvocationRecord) -> Bool {
        let isFirst = isEmpty
        guard fresh.count + settled.count < Self.mostRecords else {
            lost += 1
            return isFirst
        }
        bytes += record.event.bytes.count + record.result.events.reduce(0) { $0 + $1.bytes.count }
        fresh.append(bytes <= Self.mostBytes ? .whole(record, log: []) : .alone(HistoryEntry(record)))
        return isFirst
    }

    mutating func add(_ line: HistoryLogLines.Line) { lines.add(line) }

    /// What had ended before the last call: lines of what has ended just now may still come.
    mutating func next() -> [Ended] {
        let due = settled
        (settled, fresh) = (fresh, [])
        if settled.isEmpty { bytes = 0 }
        return due.map { with(itsLog: $0) }
    }

    /// Everything.
    mutating func all() -> [Ended] {
        let due = settled + fresh
        (settled, fresh, bytes) = ([], [], 0)
        return due.map { with(itsLog: $0) }
    }

    mutating func takeLost() -> Int {
        defer { lost = 0 }
        return lost
    }

    private mutating func with(itsLog ended: Ended) -> Ended {
        guard case .whole(let record, _) = ended else { return ended }
        return .whole(record, log: lines.take(record.event.id, record.function))
    }
}
