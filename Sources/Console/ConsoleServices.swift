import HostCore
import HostDelivery
import Logging
import Operations
import RelayCore

/// What the console shows and works with.
package struct ConsoleServices: Sendable {
    package let history: any InvocationHistory
    package let queue: any VisibleQueue & DeadLetterQueue
    /// nil where the host does not know the functions' store.
    package let sessions: SessionLookup?
    package let info: ConsoleInfo
    /// How many invocations the history could not keep since the host started.
    package let missing: @Sendable () -> Int
    /// What the AI would do on a thread as it is now, as JSON; nil where the host cannot tell.
    package let explain: (@Sendable (_ threadID: String) async throws -> JSON)?
    /// The check of the set-up as JSON; nil where the host does not check itself.
    package let check: (@Sendable () async throws -> JSON)?
    package let ambient: Ambient
    /// Gets what went wrong.
    package let logger: Logger
    /// Queues events for the functions that take them, and wakes the host.
    package let accept: @Sendable ([RelayEvent]) async throws -> Void
    /// Wakes the host after a change of the queue.
    package let wake: @Sendable () -> Void
    /// Answers that go on end when the host does.
    package let stopping: Flag

    package init(
        history: any InvocationHistory, queue: any VisibleQueue & DeadLetterQueue, sessions: SessionLookup?, info: ConsoleInfo,
        missing: @escaping @Sendable () -> Int = { 0 },
        explain: (@Sendable (_ threadID: String) async throws -> JSON)?,
        check: (@Sendable () async throws -> JSON)? = nil, ambient: Ambient, logger: Logger,
        accept: @escaping @Sendable ([RelayEvent]) async throws -> Void, wake: @escaping @Sendable () -> Void,
        stopping: Flag
    ) {
        self.history = history
        self.queue = queue
        self.sessions = sessions
        self.info = info
        self.missing = missing
        self.explain = explain
        self.check = check
        self.ambient = ambient
        self.logger = logger
        self.accept = accept
        self.wake = wake
        self.stopping = stopping
    }
}
