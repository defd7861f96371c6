import FoundationEssentials
import HostCore
import Logging
import RelayCore
import Synchronization

/// Erases in the history what was erased in the queue: at once where it can, or later until it could. A history that cannot be
/// written holds up neither the erasure nor anything behind it. Empties the side files of both.
package final class HistoryErasure: EventErasing {
    private let history: any EventErasing
    private let notes: any ErasureNotes
    private let ambient: Ambient
    private let logger: Logger
    private let traces: TraceErasure
    private let failing = Mutex(false)
    private let failures: AsyncStream<Void>
    private let failure: AsyncStream<Void>.Continuation

    /// Between two tries, in seconds.
    private static let pause: Double = 30
    private static let portion = 100
    /// Once something fails, no more is tried after so many seconds: each that fails may take long.
    private static let patience: Double = 10

    package init(_ history: any EventErasing, notes: any ErasureNotes, ambient: Ambient, logger: Logger) {
        self.history = history
        self.notes = notes
        self.ambient = ambient
        self.logger = logger
        traces = TraceErasure([notes, history], ambient: ambient, logger: logger)
        (failures, failure) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Whether something is still to be erased that this host could not erase the last time.
    package var isFailing: Bool { failing.withLock { $0 } }

    /// - Throws: where it cannot be noted; then it is not done.
    package func erase(_ erasures: [Erasure], of organization: String) async throws -> Int {
        try await notes.note(erasures, of: organization)
        return await settle()
    }

    /// Soon, and in the queue too.
    package func eraseTraces() { traces.note() }

    /// Erases what a former host has left, and tries again what failed, until the task is cancelled.
    package func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.traces.run() }
            await self.settleAgain()
        }
    }

    private func settleAgain() async {
        _ = await settle()
        for await _ in failures {
            await ambient.sleep(Self.pause)
            if Task.isCancelled { return }
            _ = await settle()
        }
    }

    /// What fails holds up nothing behind it.
    private func settle() async -> Int {
        let end = ambient.now() + Self.patience
        var (count, number) = (0, Int64(0))
        var problem: (any Error)?
        do {
            while case let noted = try await notes.notedErasures(after: number, limit: Self.portion), let last = noted.last {
                for note in noted {
                    do {
                        count += try await settle(note)
                    } catch {
                        problem = error
                        if ambient.now() > end { throw error }
                    }
                }
                number = last.number
            }
        } catch {
            problem = error
        }
        failing.withLock { $0 = problem != nil }
        if let problem {
            logger.error("the history could not be erased", metadata: ["detail": "\(problem.logDetail)"])
            failure.yield()
        }
        return count
    }

    private func settle(_ note: NotedErasure) async throws -> Int {
        guard let erasure = note.erasure else { throw HostError("an erasure cannot be read") }
        let count = try await history.erase([erasure], of: note.organization)
        try await notes.removeNote(note.number)
        traces.note()
        return count
    }
}
