import FoundationEssentials
import HostCore
import Logging
import RelayCore
import Synchronization

/// Whether the queue of `QUEUE_URL` can be reached. What changes is said once.
final class QueueReach: Sendable {
    private let probe: (@Sendable () async throws -> Void)?
    private let ambient: Ambient
    private let logger: Logger
    private let failed = Mutex<Date?>(nil)

    /// How long a failure counts that no call follows, in seconds: a container that is not ready gets no request, so it makes no call.
    private static let memory: Double = 60

    /// - Parameter probe: Asks the queue; nil: what was noted last says it.
    init(probe: (@Sendable () async throws -> Void)? = nil, ambient: Ambient, logger: Logger) {
        self.probe = probe
        self.ambient = ambient
        self.logger = logger
    }

    /// What came of a call to the queue.
    func note(_ error: (any Error)?) {
        let hasChanged = failed.withLock { failed in
            defer { failed = error == nil ? nil : ambient.now() }
            return (failed == nil) != (error == nil)
        }
        guard hasChanged else { return }
        if let error {
            logger.error("the queue cannot be reached", metadata: ["detail": "\(error.logDetail)"])
        } else {
            logger.notice("the queue can be reached again")
        }
    }

    func isFailing() async -> Bool {
        if let probe {
            do {
                try await probe()
                note(nil)
            } catch {
                note(error)
            }
        }
        let since = failed.withLock { $0 }
        return since.map { ambient.now() < $0 + Self.memory } ?? false
    }
}
