import FoundationEssentials
import RelayCore

/// One worker at a time on a thread, for one kind of work.
package struct ThreadLease: Sendable {
    package enum Kind: String, Sendable {
        /// Asking the AI.
        case turn
        /// Writing to the thread and to what belongs to it.
        case post
    }

    private let store: any StateStore
    private let ambient: Ambient
    private let name: String
    private let owner: String

    /// Holds the lease while `work` runs, and gives it back.
    /// - Parameters:
    ///   - conversation: The thread's id; of a conversation without one the session's.
    ///   - seconds: How long the lease lasts unless it is extended: more than the longest request of the work.
    /// - Throws: `lease-busy` when another worker has it; what `work` throws.
    package static func hold<Value: Sendable>(
        _ kind: Kind, _ conversation: String, seconds: Double, in store: any StateStore, _ ambient: Ambient,
        _ work: (ThreadLease) async throws -> Value
    ) async throws -> Value {
        let lease = ThreadLease(
            store: store, ambient: ambient, name: "\(kind.rawValue):\(conversation)", owner: ambient.newOwner())
        try await lease.extend(seconds)
        do {
            let value = try await work(lease)
            await lease.release()
            return value
        } catch {
            await lease.release()
            throw error
        }
    }

    /// Makes the lease last `seconds` from now. Called before each outside write, so that no write is begun that could
    /// outlast it.
    package func extend(_ seconds: Double) async throws {
        let now = ambient.now()
        var outcome = try await store.acquireLease(name: name, owner: owner, now: now, until: now + seconds)
        if case .busy(_, let other) = outcome, ambient.hasEnded(other) {
            try await store.releaseLease(name: name, owner: other)
            outcome = try await store.acquireLease(name: name, owner: owner, now: now, until: now + seconds)
        }
        if case .busy(let until, _) = outcome {
            throw Stop(.retry(.leaseBusy, "another worker has this thread", after: WaitTime.busy(until: until, now: now)))
        }
    }

    /// In a task of its own, so that a cancelled invocation gives it back all the same; else it ends by itself.
    private func release() async {
        await Task { [self] in try? await store.releaseLease(name: name, owner: owner) }.value
    }
}
