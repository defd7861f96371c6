import Synchronization

/// Whether an invocation has written something outside that stands: its next delivery goes on from there.
package final class Progress: Sendable {
    private let isNoted = Atomic(false)

    package init() {}

    package var isMade: Bool { isNoted.load(ordering: .acquiring) }
    package func note() { isNoted.store(true, ordering: .releasing) }
}
