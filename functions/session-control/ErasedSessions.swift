import Conversations
import RelayCore

/// What was erased of sessions, and what a host has to erase with them.
struct ErasedSessions: Sendable {
    var counts = SessionErasure.Counts()
    var erasures: [Erasure] = []

    static func += (sum: inout ErasedSessions, other: ErasedSessions) {
        sum.counts = sum.counts + other.counts
        sum.erasures += other.erasures
    }
}
