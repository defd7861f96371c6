import FoundationEssentials
import HubSpotAPI
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
    }

    package let timing: Timing
    private let store: any StateStore
    private let ambient: Ambient
    private let organization: String

    package init(store: any StateStore, ambient: Ambient, organization: String, timing: Timing = Timing()) {
        self.store = store
        self.ambient = ambient
        self.organization = organization
        self.timing = timing
    }

    /// When HubSpot may have noted, by its own clock, a write that this try began.
    package func window(of record: EffectRecord) -> ClosedRange<Date> {
        record.earliest...record.startedAt + timing.writeWindow + EffectRecord.clockSkew
    }

    /// HubSpot's id when the write stands as far as the ledger knows.
    package func finishedID(_ key: String) async throws(Stop) -> String? {
        try await stored { () throws(StoreError) in try await store.effect(organization: organization, key: key)?.hubSpotID }
    }

    /// True when the id is of a write that the ledger has under another key.
    package func belongsElsewhere(_ hubSpotID: String, than key: String) async throws(Stop) -> Bool {
        let owner = try await stored { () throws(StoreError) in
            try await store.effectKey(organization: organization, hubSpotID: hubSpotID)
        }
        return owner != nil && owner != key
    }

    /// Writes once.
    /// - Parameters:
    ///   - key: What the write is for, for example `reply:{thread}:{message}`.
    ///   - find: Looks for an earlier try's write at HubSpot; its id, or nil when HubSpot does not have it.
    ///   - write: The write; HubSpot's id.
    /// - Throws: `effect-pending` (a wait) while an earlier try may still be under way; what `find` and `write` throw.
    package func once(
        _ key: String, find: (EffectRecord) async throws(Stop) -> String?, write: () async throws(EffectFailure) -> String
    ) async throws(Stop) -> Effect {
        let now = ambient.now()
        let start = try await stored { () throws(StoreError) in
            try await store.startEffect(organization: organization, key: key, now: now)
        }
        switch start {
        case .started: return try await perform(key, startedAt: now, write)
        case .exists(let record):
            if let id = record.hubSpotID { return Effect(hubSpotID: id, stoodAlready: true) }
            return try await resume(record, find: find, write: write)
        }
    }

    /// Lets time pass before something is done, counted from when it was first asked for with this key.
    /// - Throws: `effect-pending` (a wait) until then.
    package func pause(_ key: String, seconds: Double, _ why: String) async throws(Stop) {
        guard seconds > 0 else { return }
        let now = ambient.now()
        let start = try await stored { () throws(StoreError) in
            try await store.startEffect(organization: organization, key: key, now: now)
        }
        var left = seconds
        if case .exists(let record) = start { left -= now.timeIntervalSince(record.startedAt) }
        if left > 0 { throw Stop(.retry(.effectPending, why, after: WaitTime.seconds(left))) }
    }

    private func resume(
        _ record: EffectRecord, find: (EffectRecord) async throws(Stop) -> String?,
        write: () async throws(EffectFailure) -> String
    ) async throws(Stop) -> Effect {
        try waitUntil(record.startedAt + timing.writeWindow)
        if record.looks > 0, let lookedAt = record.lookedAt { try waitUntil(lookedAt + timing.secondLook) }
        if let id = try await find(record) {
            try await finish(record.key, id)
            return Effect(hubSpotID: id, stoodAlready: true)
        }
        let now = ambient.now()
        guard record.looks > 0 else {
            try await stored { () throws(StoreError) in
                try await store.noteEffectLook(organization: organization, key: record.key, now: now)
            }
            throw pending(timing.secondLook)
        }
        let isMine = try await stored { () throws(StoreError) in
            try await store.restartEffect(organization: organization, key: record.key, seen: record.startedAt, now: now)
        }
        guard isMine else { throw pending(timing.secondLook) }
        return try await perform(record.key, startedAt: now, write)
    }

    private func perform(
        _ key: String, startedAt: Date, _ write: () async throws(EffectFailure) -> String
    ) async throws(Stop) -> Effect {
        let id: String
        do throws(EffectFailure) {
            id = try await write()
        } catch {
            if !error.mayHaveHappened {
                try await stored { () throws(StoreError) in
                    try await store.abandonEffect(organization: organization, key: key, seen: startedAt)
                }
            }
            throw Stop(error.result)
        }
        try await finish(key, id)
        return Effect(hubSpotID: id, stoodAlready: false)
    }

    /// In a task of its own: what stands at HubSpot is recorded even when the invocation was cancelled meanwhile.
    private func finish(_ key: String, _ id: String) async throws(Stop) {
        let outcome = await Task { [store, organization] () -> Result<Void, StoreError> in
            do throws(StoreError) {
                return .success(try await store.finishEffect(organization: organization, key: key, hubSpotID: id))
            } catch {
                return .failure(error)
            }
        }.value
        do throws(StoreError) {
            try outcome.get()
        } catch {
            throw Stop(error)
        }
    }

    private func waitUntil(_ date: Date) throws(Stop) {
        let left = date.timeIntervalSince(ambient.now())
        if left > 0 { throw pending(left) }
    }

    private func pending(_ seconds: Double) -> Stop {
        Stop(.retry(.effectPending, "an earlier try may still be under way at HubSpot", after: WaitTime.seconds(seconds)))
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

/// A write that failed, or was not begun.
package struct EffectFailure: Error, Sendable {
    package let result: FunctionResult
    /// False only when HubSpot certainly does not have it: never sent, or refused.
    package let mayHaveHappened: Bool

    package init(_ result: FunctionResult, mayHaveHappened: Bool) {
        self.result = result
        self.mayHaveHappened = mayHaveHappened
    }

    /// Stopped before the write.
    package init(_ stop: Stop) { self.init(stop.result, mayHaveHappened: false) }
}

extension EffectFailure {
    package init(_ error: HubSpotError) { self.init(error.result, mayHaveHappened: error.mayHaveActed) }
}
