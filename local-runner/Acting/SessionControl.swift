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
    /// - Parameter action: What it is to do with the session; nil: something that can be done with any.
    func queue(
        _ action: SessionControlEvent.Action? = nil, _ make: (_ session: Session, _ organization: String) -> RelayEvent
    ) async throws {
        let found = try await RunnerState(options: options).session(session)
        if let action { Self.warn(action, found.session) }
        try await OperatorQueue(options, output).put(make(found.session, found.organization))
    }

    func control(_ action: SessionControlEvent.Action) async throws {
        try await queue(action) { session, organization in
            OperatorEvent.make(
                SessionControlEvent(action, of: ConversationReference(sessionID: session.id)), organization: organization,
                ambient: .live)
        }
    }

    /// It is queued all the same: what waits before it may change the session.
    private static func warn(_ action: SessionControlEvent.Action, _ session: Session) {
        guard let code = action.objection(in: session.state) else { return }
        StandardStreams.writeError(
            "As the session is now, there is nothing to \(action.rawValue) (\(code.rawValue)): \(code.meaning)\n")
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

    /// - Parameters:
    ///   - sentence: What else is to be said, for people.
    ///   - members: The same for programs.
    func put(
        _ event: RelayEvent, notRepeated: [String] = [], saying sentence: String? = nil, members: JSONObject = [:]
    ) async throws {
        let queued = try await queue.put(event)
        guard output.json else {
            sayPlainly(queued.sentence)
            if let sentence { sayPlainly(sentence) }
            return
        }
        var all = queued.json.merging(members) { $1 }
        if !notRepeated.isEmpty { all["notRepeated"] = .array(notRepeated.map(JSON.string)) }
        say(JSON.object(all))
    }
}
