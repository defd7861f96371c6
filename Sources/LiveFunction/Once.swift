import FoundationEssentials
import Logging
import RelayCore

/// Works on an event once: takes its claim first, and keeps the result line when it is finished, so that a repeat gets
/// the same line, emitted events included.
package struct Once: Sendable {
    /// How long a claim lasts when the host gave no deadline, in seconds.
    package static let claimSeconds: Double = 180
    /// How much longer than the deadline a claim lasts, in seconds: the host kills a worker a little after it.
    package static let margin: Double = 15

    private let store: any StateStore
    private let ambient: Ambient
    private let configuration: Configuration
    private let housekeeping: Housekeeping

    package init(store: any StateStore, ambient: Ambient, configuration: Configuration) {
        self.store = store
        self.ambient = ambient
        self.configuration = configuration
        housekeeping = Housekeeping(
            store: store, ambient: ambient, days: configuration[ConfigurationKeys.claimRetention])
    }

    /// - Parameter work: What to do. A `done` or `skipped` result is kept; after `retry` and `failed` the claim is given
    ///   back, so that the next delivery (or a person who drives a dead letter again) starts afresh.
    package func run(
        _ event: RelayEvent, _ context: InvocationContext, _ work: () async throws(Stop) -> FunctionResult
    ) async -> FunctionResult {
        let owner = ambient.uniqueID()
        let key = key(of: event)
        do throws(Stop) {
            if let earlier = try await claim(key, owner: owner, context) { return earlier }
        } catch {
            return error.result
        }
        var result: FunctionResult
        do throws(Stop) {
            result = try await work()
        } catch {
            result = error.result
        }
        switch result.status {
        case .done, .skipped:
            let subject = ClaimSubject.of(event, result, organization: key.organization)
            result = await finish(key, owner: owner, result, subject: subject)
            await housekeeping.run(organization: key.organization)
        case .retry, .failed: await release(key, owner: owner)
        }
        return result
    }

    /// Under the name of the organization that the event is worked on for, also where the event leaves it out.
    private func key(of event: RelayEvent) -> EventKey {
        let name = configuration.organization(named: event.organization)?.name ?? event.organization
        return EventKey(organization: name, source: event.source, id: event.id)
    }

    /// The stored result, or nil when the caller has the claim now.
    private func claim(_ key: EventKey, owner: String, _ context: InvocationContext) async throws(Stop) -> FunctionResult? {
        let now = ambient.now()
        let until = (context.deadline ?? now + Self.claimSeconds) + Self.margin
        let outcome: ClaimOutcome
        do {
            outcome = try await store.claim(key, owner: owner, now: now, until: until)
        } catch {
            throw Stop(error)
        }
        switch outcome {
        case .claimed: return nil
        case .busy(let until):
            throw Stop(.retry(.claimBusy, "another worker has this event", after: WaitTime.busy(until: until, now: now)))
        case .finished(let line):
            context.logger.info("finished before: the stored result is given again")
            guard let json = try? JSON.parse(line), let result = try? FunctionResult(json: json) else {
                throw Stop(.failed(.internalError, "the stored result of this event cannot be read"))
            }
            return result
        }
    }

    /// When the claim ran out and another worker has it, that worker's result counts: this one asks again.
    private func finish(
        _ key: EventKey, owner: String, _ result: FunctionResult, subject: String?
    ) async -> FunctionResult {
        do {
            let isKept = try await store.finish(
                key, owner: owner, resultLine: result.line, subject: subject, now: ambient.now())
            return isKept ? result : .retry(.claimBusy, "the claim on this event ran out", after: 1)
        } catch {
            return Stop(error).result
        }
    }

    /// In a task of its own: a cancelled invocation gives its claim back all the same. A claim that cannot be given back
    /// ends by itself.
    private func release(_ key: EventKey, owner: String) async {
        await Task { [store] in try? await store.release(key, owner: owner) }.value
    }
}
