import FoundationEssentials
import HostCore
import Logging
import RelayCore
import Synchronization

/// Writes down every invocation, behind delivery and never in its way: what has ended gathers in memory and is written together.
///
/// Whoever kills the host kills the last half second of the history with it, and nothing else.
package final class HistoryWriter: HostObserver {
    private let history: any InvocationHistory
    private let limits: HistoryLimits
    private let ambient: Ambient
    private let logger: Logger
    private let buffer = Mutex(HistoryBuffer())
    private let lost = Atomic(0)
    private let wakeUps: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// How long what has ended gathers, in seconds.
    private static let gathering = 0.25
    /// Between two looks for what is too old, in seconds.
    private static let trimming: Double = 60

    package init(_ history: any InvocationHistory, limits: HistoryLimits, ambient: Ambient, logger: Logger) {
        self.history = history
        self.limits = limits
        self.ambient = ambient
        self.logger = logger
        (wakeUps, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    // MARK: In

    package func invocationEnded(_ record: InvocationRecord) {
        if buffer.withLock({ $0.add(record) }) { wake.yield() }
    }

    /// A line that a worker logged. It is kept with the invocation of the event that it names.
    package func note(logLine: String) {
        guard limits.hours > 0, let line = HistoryLogLines.Line(logLine) else { return }
        buffer.withLock { $0.add(line) }
    }

    package func eventUnrouted(_ type: String) {}
    package func duplicatesAdded(_ count: Int) {}
    package func requestRefused(_ code: ReasonCode) {}

    /// How many invocations are not in the history: there was no room for them, or it could not be written.
    package var missing: Int { lost.load(ordering: .relaxed) }

    // MARK: Out

    /// Writes until ``finish()``.
    package func run() async {
        await trim()
        var trimmed = ambient.now()
        for await _ in wakeUps {
            repeat {
                await ambient.sleep(Self.gathering)
                await write(buffer.withLock { $0.next() })
            } while buffer.withLock { !$0.isEmpty }
            guard ambient.now().timeIntervalSince(trimmed) >= Self.trimming else { continue }
            trimmed = ambient.now()
            await trim()
        }
    }

    /// Writes what is left, and ends; also when the task is cancelled, as that of a host is that stops.
    package func finish() async {
        wake.finish()
        await Task { await write(buffer.withLock { $0.all() }) }.value
    }

    private func write(_ ended: [HistoryBuffer.Ended]) async {
        var lost = buffer.withLock { $0.takeLost() }
        defer { self.lost.add(lost, ordering: .relaxed) }
        do {
            if !ended.isEmpty { try await history.add(ended.map(kept)) }
        } catch {
            lost += ended.count
            logger.error("the history could not be written", metadata: ["detail": "\(type(of: error))"])
        }
        if lost > 0 { logger.error("invocations are missing in the history", metadata: ["count": "\(lost)"]) }
    }

    private func kept(_ ended: HistoryBuffer.Ended) -> (entry: HistoryEntry, texts: HistoryTexts?) {
        switch ended {
        case .alone(let entry): return (entry, nil)
        case .whole(let record, let log):
            return (HistoryEntry(record), limits.hours > 0 ? HistoryTexts(record, log: log) : nil)
        }
    }

    private func trim() async {
        do {
            while try await history.trim(to: limits, now: ambient.now()) {}
        } catch {
            logger.error("the history could not be trimmed", metadata: ["detail": "\(type(of: error))"])
        }
    }
}
