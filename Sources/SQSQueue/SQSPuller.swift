import FoundationEssentials
import HostCore
import Logging
import RelayCore

/// Takes messages out of a function's queue where nobody brings them.
package struct SQSPuller: Sendable {
    private let source: SQSSource
    private let concurrency: Int
    private let perform: @Sendable (SQSMessage) async -> InvocationResult
    private let ambient: Ambient
    private let logger: Logger

    /// For how long a message stays with a host that died, and how often that is renewed, in seconds.
    private static let visibility = 60
    private static let renewal: Double = 20
    /// Seconds after the queue could not be read, the longest last.
    private static var pauses: [Double] { [1, 2, 5, 10, 30] }

    /// - Parameter concurrency: How many messages are worked on at once.
    package init(
        _ source: SQSSource, concurrency: Int, ambient: Ambient, logger: Logger,
        perform: @escaping @Sendable (SQSMessage) async -> InvocationResult
    ) {
        self.source = source
        self.concurrency = concurrency
        self.ambient = ambient
        self.logger = logger
        self.perform = perform
    }

    /// Until the task is cancelled; what is begun is finished first, and what comes then is given back.
    package func run() async {
        await withDiscardingTaskGroup { group in
            for _ in 0..<concurrency { group.addTask { await pull() } }
        }
    }

    private func pull() async {
        var failures = 0
        while !Task.isCancelled {
            do {
                // In a task of its own: SQS gives a message also to a question that nobody waits for any more.
                let asked = ambient.now()
                let messages = try await Task { try await source.next(visibility: Self.visibility) }.value
                failures = 0
                if Task.isCancelled { return await giveBack(messages) }
                // SQS itself waits for longer before it says that there is none.
                if messages.isEmpty, ambient.now() < asked + 1 { await ambient.sleep(1) }
                // In a task of its own, which is not cancelled: what is begun is finished.
                for message in messages { await Task { await work(message) }.value }
            } catch {
                if Task.isCancelled { return }
                logger.error("the queue could not be read", metadata: ["detail": "\(error)"])
                await ambient.sleep(Self.pauses[min(failures, Self.pauses.count - 1)])
                failures += 1
            }
        }
    }

    private func giveBack(_ messages: [SQSMessage]) async {
        for message in messages {
            await Task { if await source.giveBack(message) { await source.takeOut(message) } }.value
        }
    }

    private func work(_ message: SQSMessage) async {
        let holding = Task {
            while true {
                await ambient.sleep(Self.renewal)
                if Task.isCancelled { return }
                // In a task of its own: a call that was cancelled may be carried out after what follows.
                await Task { await source.hold(message, seconds: Self.visibility) }.value
            }
        }
        let result = await perform(message)
        holding.cancel()
        // What is under way must not undo what follows.
        await holding.value
        if await source.settle(message, result) { await source.takeOut(message) }
    }
}
