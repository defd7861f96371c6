import FoundationEssentials
import RelayCore

/// Does an outside write once: notes *started at* before it and HubSpot's id after it, and looks at HubSpot before it
/// writes again what an earlier try had begun.
package struct EffectLedger: Sendable {
    /// Waiting times, in seconds.
    package struct Timing: Sendable {
        /// The longest that one write may take, retries included. Until then an earlier try may still be under way.
        package var writeWindow: Double
        /// Between the first look for a lost write and the second.
        package var secondLook: Double

        package init(writeWindow: Double = 30, secondLook: Double = 10) {
            self.writeWindow = writeWindow
            self.secondLook = secondLook
        }

        /// When HubSpot may have noted, by its own clock, a write that this try began.
        package func window(of record: EffectRecord) -> ClosedRange<Date> {
            record.earliest...record.startedAt + writeWindow + EffectRecord.clockSkew
        }
    }

    package let timing: Timing
    private let store: any StateStore
    private let ambient: Ambient
    private let progress: Progress

    /// - Parameter progress: Is told of each write that stands since.
    package init(store: any StateStore, ambient: Ambient, progress: Progress, timing: Timing = Timing()) {
        self.store = store
        self.ambient = ambient
        self.progress = progress
        self.timing = timing
    }

    /// HubSpot's id when the write stands as far as the ledger knows.
    package func finishedID(_ key: String) async throws -> String? { try await store.effect(key: key)?.hubSpotID }

    /// True when the id is of a write that the ledger has under another key.
    package func belongsElsewhere(_ hubSpotID: String, than key: String) async throws -> Bool {
        let owner = try await store.effectKey(hubSpotID: hubSpotID)
        return owner != nil && owner != key
    }

    /// Writes once.
    /// - Parameters:
    ///   - key: What the write is for: see ``EffectKey``.
    ///   - find: Looks for an earlier try's write at HubSpot; its id, or nil when HubSpot does not have it.
    ///   - prepare: What must come just before the write. When it fails, nothing was written.
    ///   - write: The write; HubSpot's id. Of its errors a ``WriteError`` says whether HubSpot may have acted; another
    ///     ``ResultError`` came before the write; any other may have come after it.
    /// - Throws: `effect-pending` (a wait) while an earlier try may still be under way; what the closures throw.
    package func once(
        _ key: String, find: (EffectRecord) async throws -> String?, prepare: () async throws -> Void,
        write: () async throws -> String
    ) async throws -> Effect {
        var startedAt = ambient.now()
        if case .exists(let record) = try await store.startEffect(key: key, now: startedAt) {
            if let id = record.hubSpotID { return Effect(hubSpotID: id, stoodAlready: true) }
            switch try await resume(record, find) {
            case .found(let id): return Effect(hubSpotID: id, stoodAlready: true)
            case .startedAgain(let date): startedAt = date
            }
        }
        do {
            try await prepare()
        } catch {
            try await store.abandonEffect(key: key, seen: startedAt)
            throw error
        }
        let id: String
        do {
            id = try await write()
        } catch {
            if !Self.mayHaveHappened(error) { try await store.abandonEffect(key: key, seen: startedAt) }
            throw error
        }
        try await finish(key, id)
        return Effect(hubSpotID: id, stoodAlready: false)
    }

    /// Lets time pass before something is done, counted from when it was first asked for with this key.
    /// - Throws: `effect-pending` (a wait) until then.
    package func pause(_ key: String, seconds: Double, _ why: String) async throws {
        guard seconds > 0 else { return }
        let now = ambient.now()
        var left = seconds
        if case .exists(let record) = try await store.startEffect(key: key, now: now) {
            left -= now.timeIntervalSince(record.startedAt)
        }
        if left > 0 { throw Stop(.retry(.effectPending, why, after: WaitTime.seconds(left))) }
    }

    private enum Resumption {
        /// The earlier try wrote this.
        case found(String)
        /// It wrote nothing, by all that can be known; the effect is this try's now.
        case startedAgain(Date)
    }

    private func resume(
        _ record: EffectRecord, _ find: (EffectRecord) async throws -> String?
    ) async throws -> Resumption {
        try wait(until: record.startedAt + timing.writeWindow)
        if record.looks > 0, let lookedAt = record.lookedAt { try wait(until: lookedAt + timing.secondLook) }
        if let id = try await find(record) {
            try await finish(record.key, id)
            return .found(id)
        }
        let now = ambient.now()
        guard record.looks > 0 else {
            try await store.noteEffectLook(key: record.key, now: now)
            throw pending(timing.secondLook)
        }
        guard try await store.restartEffect(key: record.key, seen: record.startedAt, now: now) else {
            throw pending(timing.secondLook)
        }
        return .startedAgain(now)
    }

    private static func mayHaveHappened(_ error: any Error) -> Bool {
        if let error = error as? any WriteError { return error.mayHaveActed }
        return !(error is any ResultError)
    }

    /// In a task of its own: what stands at HubSpot is recorded even when the invocation was cancelled meanwhile.
    private func finish(_ key: String, _ id: String) async throws {
        try await Task { [store] in try await store.finishEffect(key: key, hubSpotID: id) }.value
        progress.note()
    }

    private func wait(until date: Date) throws {
        let left = date.timeIntervalSince(ambient.now())
        if left > 0 { throw pending(left) }
    }

    private func pending(_ seconds: Double) -> Stop {
        Stop(.retry(.effectPending, "an earlier write may still be in progress at HubSpot", after: WaitTime.seconds(seconds)))
    }
}

extension EffectRecord {
    /// How far HubSpot's clock and ours may differ, in seconds.
    static let clockSkew: Double = 60

    /// The earliest time that HubSpot, by its own clock, may have noted the write at.
    package var earliest: Date { startedAt - Self.clockSkew }
}

/// A write that stands at HubSpot.
package struct Effect: Sendable, Hashable {
    package let hubSpotID: String
    /// True when an earlier try did it.
    package let stoodAlready: Bool
    /// True for a message that HubSpot took and said at once that it cannot deliver.
    package var isUndelivered = false
}
