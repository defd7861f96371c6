import OnceOnly
import RelayCore

/// Writes under the lease of a conversation, which must last as long as a write may take.
package struct LeasedWrites: Sendable {
    package let ledger: EffectLedger
    private let lease: ThreadLease
    private let seconds: Double

    package init(_ poster: ThreadPoster, _ lease: ThreadLease) {
        ledger = poster.ledger
        seconds = poster.leaseSeconds
        self.lease = lease
    }

    /// Writes something that may be written twice without harm.
    package func write(_ call: () async throws -> Void) async throws {
        try await lease.extend(seconds)
        try await call()
    }

    /// Writes something that must be written once: see ``EffectLedger/once(_:find:prepare:write:)``.
    package func once(
        _ key: String, find: (EffectRecord) async throws -> String?, prepare: () async throws -> Void = {},
        write: () async throws -> String
    ) async throws -> Effect {
        try await ledger.once(
            key, find: find,
            prepare: {
                try await prepare()
                try await lease.extend(seconds)
            }, write: write)
    }
}
