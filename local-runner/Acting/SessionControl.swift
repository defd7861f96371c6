import ArgumentParser
import Operations
import RelayCore

/// What `pause`, `resume`, `close` and `handoff` share.
struct SessionTarget: ParsableArguments {
    @Argument(help: "The id of the session, or of its HubSpot thread.")
    var session: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: RunnerOptions

    /// Queues the event that `make` makes for the session.
    func queue(_ make: (_ session: Session, _ organization: String) -> RelayEvent) async throws {
        let found = try await RunnerState(options: options).session(session)
        try await OperatorQueue(options, output).put(make(found.session, found.organization))
    }

    func control(_ action: SessionControlEvent.Action) async throws {
        try await queue { session, organization in
            OperatorEvent.make(
                SessionControlEvent(action, of: ConversationReference(sessionID: session.id)), organization: organization,
                ambient: .live)
        }
    }
}

/// Puts what somebody asks for into the runner's queue, and says so.
struct OperatorQueue {
    private let queue: RunnerQueue
    private let output: OutputOptions

    init(_ options: RunnerOptions, _ output: OutputOptions) async throws {
        queue = try await RunnerQueue(options)
        self.output = output
    }

    func put(_ event: RelayEvent, notRepeated: [String] = []) async throws {
        let queued = try await queue.put(event)
        guard output.json else { return sayPlainly(queued.sentence) }
        var members = queued.json
        if !notRepeated.isEmpty { members["notRepeated"] = .array(notRepeated.map(JSON.string)) }
        say(JSON.object(members).canonical)
    }
}
