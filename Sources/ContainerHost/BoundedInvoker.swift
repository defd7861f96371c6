import HostCore
import RelayCore
import Synchronization

/// Lets no event wait long for a worker: who sent it has other containers to give it to, or gives it again.
final class BoundedInvoker: Invoker {
    private let invoker: any Invoker
    private let limit: Int
    private let ambient: Ambient
    private let executor: (any TaskExecutor)?
    private let inside = Atomic(0)

    /// How many events may wait for each that is worked on.
    private static let waitersForEach = 2
    /// How long an event waits for a worker, in seconds.
    private static let patience: Double = 5

    /// - Parameters:
    ///   - concurrency: How many events the invoker works on at once.
    ///   - executor: Where events are worked on; nil: where Swift's tasks run.
    init(_ invoker: any Invoker, concurrency: Int, ambient: Ambient, executor: (any TaskExecutor)? = nil) {
        self.invoker = invoker
        limit = concurrency * (1 + Self.waitersForEach)
        self.ambient = ambient
        self.executor = executor
    }

    func invoke(
        _ function: String, _ event: EncodedEvent, _ facts: DeliveryFacts, within seconds: Double?
    ) async -> Invocation {
        defer { inside.subtract(1, ordering: .relaxed) }
        guard inside.add(1, ordering: .relaxed).newValue <= limit else {
            let now = ambient.now()
            return Invocation(result: .retry(.hostBusy, "as many events wait as may"), started: now, ended: now)
        }
        // Once it is begun it is finished, and the patience counts for nothing.
        let work = Task(executorPreference: executor) { [invoker] in
            await invoker.invoke(function, event, facts, within: seconds)
        }
        let patience = Task(executorPreference: executor) { [ambient] in
            await ambient.sleep(Self.patience)
            work.cancel()
        }
        defer { patience.cancel() }
        return await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            work.cancel()
        }
    }
}
