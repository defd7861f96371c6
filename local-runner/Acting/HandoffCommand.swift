import ArgumentParser
import Operations
import RelayCore

struct HandoffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handoff",
        abstract: "Hands a conversation over to a person, with comment, ticket and owner.",
        discussion: "A running runner does it at once; a stopped one, when it runs again.")

    @Option(help: "Why, in one line for the colleague.")
    var reason = OperatorEvent.handoffReason

    @OptionGroup var target: SessionTarget

    func run() async throws {
        try await target.queue { session, organization in
            OperatorEvent.handoff(of: session, reason: reason, organization: organization, ambient: .live)
        }
    }
}
