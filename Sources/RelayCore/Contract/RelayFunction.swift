import FoundationEssentials
import Logging

/// What a function is: its name, what it takes and emits, the configuration it reads.
package struct FunctionDescription: Sendable {
    package let name: String
    /// One line for people.
    package let summary: String
    package let takes: [EventTypePattern]
    package let emits: [EventTypePattern]
    package let configuration: [KeyUse]

    package init(
        name: String, summary: String, takes: [EventTypePattern], emits: [EventTypePattern], configuration: [KeyUse]
    ) {
        self.name = name
        self.summary = summary
        self.takes = takes
        self.emits = emits
        self.configuration = KeyUse.hostKeys + configuration
    }

    /// What `--describe` prints.
    package var json: JSON {
        [
            "name": .string(name), "summary": .string(summary),
            "takes": .array(takes.map { .string($0.text) }), "emits": .array(emits.map { .string($0.text) }),
            "configuration": .array(configuration.map(\.json)),
        ]
    }
}

/// What an invocation may know beside its event.
package struct InvocationContext: Sendable {
    /// The invocation must have ended by then; nil for no limit.
    package let deadline: Date?
    package let logger: Logger
    package let trace: InvocationTrace

    package init(deadline: Date?, logger: Logger, trace: InvocationTrace = InvocationTrace()) {
        self.deadline = deadline
        self.logger = logger
        self.trace = trace
    }
}

/// A function that needs nothing outside itself: no network, no store. Runs on the calling thread, which keeps its
/// start-up free of the concurrency runtime.
package protocol PureFunction: Sendable {
    static var description: FunctionDescription { get }
    init(configuration: Configuration) throws(ConfigurationFaults)
    /// - Throws: Whatever ends the work; see ``FunctionResult/init(ending:)``.
    func handle(_ event: RelayEvent, _ context: InvocationContext) throws -> FunctionResult
}

/// A function that talks to the outside.
package protocol RelayFunction: Sendable {
    static var description: FunctionDescription { get }
    /// Must stop soon after its task is cancelled.
    /// - Throws: Whatever ends the work; see ``FunctionResult/init(ending:)``.
    func handle(_ event: RelayEvent, _ context: InvocationContext) async throws -> FunctionResult
}
