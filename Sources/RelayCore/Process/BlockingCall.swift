import FoundationEssentials
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Runs an async function from the main thread, which waits without being part of the concurrency runtime's pool.
///
/// A synchronous `main` is deliberate: an async one costs a statically linked executable more than ten milliseconds at
/// start (thread exit unwinding).
enum BlockingCall {
    static func run(_ function: some RelayFunction, _ event: RelayEvent, _ context: InvocationContext) -> FunctionResult {
        let pending = PendingResult()
        let task = Task.detached {
            let result = await FunctionResult.of { try await function.handle(event, context) }
            pending.set(result)
        }
        if let result = pending.wait(until: context.deadline) { return result }
        task.cancel()
        return .retry(.deadlinePassed, "the deadline passed; the work was cancelled")
    }
}

/// A result that one thread waits for.
private final class PendingResult: Sendable {
    private let result = Mutex<FunctionResult?>(nil)
    private let semaphore = Semaphore()

    func set(_ value: FunctionResult) {
        result.withLock { $0 = value }
        semaphore.post()
    }

    func wait(until deadline: Date?) -> FunctionResult? {
        guard semaphore.wait(until: deadline) else { return nil }
        return result.withLock { $0 }
    }
}

/// A POSIX semaphore. `@unchecked`: the memory is allocated once, freed with the object, and only touched by the
/// semaphore calls, which are thread-safe.
private final class Semaphore: @unchecked Sendable {
    private let storage = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(storage, 0, 0) }

    deinit {
        sem_destroy(storage)
        storage.deallocate()
    }

    func post() { sem_post(storage) }

    /// False when the deadline came first.
    func wait(until deadline: Date?) -> Bool {
        guard let deadline else {
            while sem_wait(storage) != 0 {}
            return true
        }
        let milliseconds = max(0, Timestamp.milliseconds(deadline))
        var limit = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
        while sem_timedwait(storage, &limit) != 0 {
            if errno == ETIMEDOUT { return false }
        }
        return true
    }
}
