import Synchronization

/// What is learnt of a portal by calling it, so that the next call, and the next event, need not learn it again.
package final class PortalMemory: Sendable {
    private struct State {
        var prefersSwappedAssignee = false
        var refusesMessageSort = false
        var conversationsEdition: ConversationsEdition?
        var token = 0
        var helpDesks: Set<String> = []
        var otherInboxes: Set<String> = []
    }

    let limiter = RateLimiter()
    private let state = Mutex(State())

    package init() {}

    /// Which of the two v3 paths of a thread's assignee HubSpot takes.
    var prefersSwappedAssignee: Bool {
        get { state.withLock { $0.prefersSwappedAssignee } }
        set { state.withLock { $0.prefersSwappedAssignee = newValue } }
    }

    /// Whether HubSpot takes no order for the messages of a thread.
    var refusesMessageSort: Bool {
        get { state.withLock { $0.refusesMessageSort } }
        set { state.withLock { $0.refusesMessageSort = newValue } }
    }

    /// Which of the dated paths of conversations HubSpot has; nil where it is not known.
    var conversationsEdition: ConversationsEdition? {
        get { state.withLock { $0.conversationsEdition } }
        set { state.withLock { $0.conversationsEdition = newValue } }
    }

    /// Whether an inbox is a help desk; nil where it is not known.
    func isHelpDesk(_ inboxID: String) -> Bool? {
        state.withLock { state in
            if state.helpDesks.contains(inboxID) { return true }
            return state.otherInboxes.contains(inboxID) ? false : nil
        }
    }

    func learn(_ inboxes: [Inbox]) {
        state.withLock { state in
            state.helpDesks = Set(inboxes.filter(\.isHelpDesk).map(\.id))
            state.otherInboxes = Set(inboxes.filter { !$0.isHelpDesk }.map(\.id))
        }
    }

    /// Which of the configured tokens HubSpot took last.
    func token(among count: Int) -> Int { state.withLock { $0.token < count ? $0.token : 0 } }

    func preferToken(_ index: Int) { state.withLock { $0.token = index } }
}
