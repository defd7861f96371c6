import HostCore
import Logging
import RelayCore
import SQSQueue

/// Takes events out of the queue that `QUEUE_URL` names, while a container serves.
final class EventPulling: Sendable {
    private let work: Task<Void, Never>
    private let ends: AsyncStream<Void>
    private let end: AsyncStream<Void>.Continuation

    init(_ prepared: PreparedFunction, _ executor: any TaskExecutor) {
        (ends, end) = AsyncStream.makeStream(of: Void.self)
        work = Task(executorPreference: executor) {
            switch prepared.queue {
            case nil: break
            case .sqs(let source):
                let queued = prepared.queuedWork
                let puller = SQSPuller(
                    source, concurrency: min(prepared.concurrency, Self.mostAtOnce), ambient: prepared.ambient,
                    logger: prepared.logger
                ) { await queued.result(of: $0) }
                await puller.run()
            case .postgres(let queue): await queue.run()
            }
        }
    }

    /// Each that waits for a message has a connection to SQS of its own, of which there are 32.
    private static let mostAtOnce = 16

    /// Takes nothing more. What is begun may take so many seconds from now.
    func stop(within seconds: Double, _ ambient: Ambient) {
        work.cancel()
        Task { [end] in
            await ambient.sleep(seconds)
            end.finish()
        }
    }

    /// After ``stop(within:_:)``: waits for what is begun; what takes longer than it may comes again.
    func ended() async {
        let waiting = Task { [work, end] in
            await work.value
            end.finish()
        }
        // In a task of its own: for one that is cancelled nothing is waited for.
        await Task { [ends] in for await _ in ends {} }.value
        waiting.cancel()
    }
}
