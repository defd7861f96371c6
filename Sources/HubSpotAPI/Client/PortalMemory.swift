import Synchronization

/// What is learnt of a portal by calling it, so that the next call, and the next event, need not learn it again.
package final class PortalMemory: Sendable {
    private struct State {
        var prefersSwappedAssignee = false
    }

    private let state = Mutex(State())

    package init() {}

    /// Which of the two v3 paths of a thread's assignee HubSpot takes.
    var prefersSwappedAssignee: Bool {
        get { state.withLock { $0.prefersSwappedAssignee } }
        set { state.withLock { $0.prefersSwappedAssignee = newValue } }
    }
}
