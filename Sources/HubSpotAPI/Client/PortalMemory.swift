import Synchronization

/// What is learnt of a portal by calling it, so that the next call, and the next event, need not learn it again.
package final class PortalMemory: Sendable {
    private struct State {
        var prefersSwappedAssignee = false
        var token = 0
    }

    let limiter = RateLimiter()
    private let state = Mutex(State())

    package init() {}

    /// Which of the two v3 paths of a thread's assignee HubSpot takes.
    var prefersSwappedAssignee: Bool {
        get { state.withLock { $0.prefersSwappedAssignee } }
        set { state.withLock { $0.prefersSwappedAssignee = newValue } }
    }

    /// Which of the configured tokens HubSpot took last.
    func token(among count: Int) -> Int { state.withLock { $0.token < count ? $0.token : 0 } }

    func preferToken(_ index: Int) { state.withLock { $0.token = index } }
}
