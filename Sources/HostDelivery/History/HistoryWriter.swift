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
    private let buffer: Mutex<HistoryBuffer>
    private let lost = Atomic(0)
    private let wakeUps: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// How long what has ended gathers, in seconds.
    private static let gathering = 0.25
    /// Between two looks for what is too old or too much, in seconds.
    private static let trimming: Double = 60

    package init(_ history: any InvocationHistory, limits: HistoryLimits, ambient: Ambient, logger: Logger) {
        self.history = history
        self.limits = limits
        self.ambient = ambient
        self.logger = logger
        buffer = Mutex(HistoryBuffer(keepsTexts: limits.hours > 0))
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

    /// Writes until ``finish()``, and deletes meanwhile what need not be kept any more, whether anything is written or not.
    package func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.trimAgain() }
            await self.writeAgain()
            group.cancelAll()
        }
    }

    private func writeAgain() async {
        for await _ in wakeUps {
            repeat {
                await ambient.sleep(Self.gathering)
                await write(buffer.withLock { $0.next() })
            } while buffer.withLock { !$0.isEmpty }
        }
    }

    private func trimAgain() async {
        while !Task.isCancelled {
            await trim()
            await ambient.sleep(Self.trimming)
        }
    }

    /// Writes what is left, and ends; also when the task is cancelled, as that of a host is that stops.
    package func finish() async {
        wake.finish()
        await Task { await write(buffer.withLock { $0.all() }) }.value
    }

    private func write(_ ended: [HistoryBuffer.Ended]) async {
        var losses = buffer.withLock { $0.takeLosses() }
        defer { lost.add(losses.invocations, ordering: .relaxed) }
        do {
            if !ended.isEmpty { losses.texts += try await add(ended.map(kept)) }
        } catch {
            losses.invocations += ended.count
            logger.error("the history could not be written", metadata: ["detail": "\(error.logDetail)"])
        }
        if losses == HistoryBuffer.Losses() { return }
        logger.log(
            level: losses.invocations > 0 ? .error : .warning, "the history is not whole",
            metadata: [
                "invocations": "\(losses.invocations)", "texts": "\(losses.texts)", "lines": "\(losses.lines)",
            ])
    }

    /// - Returns: How many texts there was no room for on the disk.
    private func add(_ kept: [(entry: HistoryEntry, texts: HistoryTexts?)]) async throws -> Int {
        do {
            try await history.add(kept)
            return 0
        } catch is HistoryFull {
            await trim()
            try await history.add(kept.map { ($0.entry, nil) })
            return kept.count { $0.texts != nil }
        }
    }

    private func kept(_ ended: HistoryBuffer.Ended) -> (entry: HistoryEntry, texts: HistoryTexts?) {
        switch ended {
        case .alone(let entry): return (entry, nil)
        case .whole(let record, let log):
            let entry = HistoryEntry(record)
            return (entry, HistoryTexts(record, of: entry.subject, log: log))
        }
    }

    private func trim() async {
        do {
            while try await history.trim(to: limits, now: ambient.now()) {}
        } catch is CancellationError {
            // The host ends.
        } catch {
            logger.error("the history could not be trimmed", metadata: ["detail": "\(error.logDetail)"])
        }
    }
}
