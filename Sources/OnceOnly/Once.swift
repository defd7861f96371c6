import FoundationEssentials
import Logging
import RelayCore

/// Works on an event once: takes its claim first, and keeps the result when it is finished, so that a repeat gets the same
/// status, code and emitted events.
package struct Once: Sendable {
    /// How long a claim lasts when the host gave no deadline, in seconds.
    package static let claimSeconds: Double = 180
    /// How much longer than the deadline a claim lasts, in seconds: the host kills a worker a little after it.
    package static let margin: Double = 15

    private let ambient: Ambient
    private let housekeeping: Housekeeping

    /// - Parameter retentionDays: How many days results are kept.
    package init(ambient: Ambient, retentionDays: Int) {
        self.ambient = ambient
        housekeeping = Housekeeping(ambient: ambient, days: retentionDays)
    }

    /// - Parameters:
    ///   - store: Of the event's organization.
    ///   - standing: What the event comes to by what stands already, whenever it comes; nil where there is work to do for it.
    ///     Nothing is kept of such a result: a repeat comes to it by itself.
    ///   - work: What to do. A `done` or `skipped` result is kept; after `retry` and `failed` the claim is given back, so that
    ///     the next delivery (or a person who drives a dead letter again) starts afresh.
    package func run(
        _ event: RelayEvent, in store: any StateStore, _ context: InvocationContext,
        standing: () async throws -> FunctionResult?, work: () async throws -> FunctionResult
    ) async throws -> FunctionResult {
        let owner = ambient.newOwner()
        let key = EventIdentity(source: event.source, id: event.id)
        if let result = try await standing() {
            // What it came to before counts, where that was kept.
            return try await store.resultLine(of: key).map { try StoredResult.result($0, of: event) } ?? result
        }
        if let earlier = try await claim(key, in: store, owner: owner, context) {
            return try StoredResult.result(earlier, of: event)
        }
        let result = await FunctionResult.of(work)
        switch result.status {
        case .done, .skipped:
            if try await standing()?.isSame(as: result) == true {
                await release(key, in: store, owner: owner)
                break
            }
            let subject = ClaimSubject.of(event, result, organization: store.organization)
            let isKept = try await store.finish(
                key, owner: owner, resultLine: StoredResult.line(result, of: event), subject: subject, now: ambient.now())
            // When the claim ran out and another worker has it, that worker's result counts: this one asks again.
            guard isKept else { return .retry(.claimBusy, "the claim on this event expired", after: 1) }
            await housekeeping.run(store)
        case .retry, .failed: await release(key, in: store, owner: owner)
        }
        return result
    }

    /// The line of the stored result, or nil when the caller has the claim now.
    private func claim(
        _ key: EventIdentity, in store: any StateStore, owner: String, _ context: InvocationContext
    ) async throws -> String? {
        let now = ambient.now()
        let until = (context.deadline ?? now + Self.claimSeconds) + Self.margin
        var outcome = try await store.claim(key, owner: owner, now: now, until: until)
        if case .busy(_, let other) = outcome, ambient.hasEnded(other) {
            context.logger.notice("the worker that had this event has ended")
            try await store.release(key, owner: other)
            outcome = try await store.claim(key, owner: owner, now: now, until: until)
        }
        switch outcome {
        case .claimed: return nil
        case .busy(let until, _):
            throw Stop(.retry(.claimBusy, "another worker has this event", after: WaitTime.busy(until: until, now: now)))
        case .finished(let line):
            context.logger.info("finished before: returning the stored result")
            return line
        }
    }

    /// In a task of its own: a cancelled invocation gives its claim back all the same. A claim that cannot be given back
    /// ends by itself.
    private func release(_ key: EventIdentity, in store: any StateStore, owner: String) async {
        await Task { try? await store.release(key, owner: owner) }.value
    }
}

extension FunctionResult {
    /// In all that a host goes by, and that is kept for a repeat.
    fileprivate func isSame(as other: FunctionResult) -> Bool {
        status == other.status && code == other.code && events == other.events
    }
}
