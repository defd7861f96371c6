import ArgumentParser
import Operations
import RelayCore

struct ForgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Erases what is kept of a customer.",
        discussion: """
            From the sessions, the queue, the dead letters and the history; not from HubSpot. A running runner does it at once, \
            and looks again three minutes later; a stopped one, when it runs again.
            """)

    @Option(help: "The customer's e-mail address: every session in which it was used.")
    var email: String?

    @Option(help: "The id of the customer's contact in HubSpot.")
    var contact: String?

    @Option(help: "The id of a HubSpot thread.")
    var thread: String?

    @Option(help: "The id of a session.")
    var session: String?

    @OptionGroup var choice: OrganizationChoice
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: RunnerOptions

    func validate() throws {
        guard targets.count == 1 else { throw ValidationError("give one of --email, --contact, --thread and --session") }
    }

    private var targets: [SessionDeleteEvent.Target] {
        let given: [SessionDeleteEvent.Target?] = [
            email.map { .email($0) }, contact.map { .contact($0) }, thread.map { .thread($0) }, session.map { .session($0) },
        ]
        return given.compactMap(\.self)
    }

    func run() async throws {
        for target in targets {
            let event = OperatorEvent.make(SessionDeleteEvent(target), organization: choice.organization, ambient: .live)
            // As a function would read it: an address that is none is refused here, and not later in the log.
            do throws(FieldError) {
                _ = try SessionDeleteEvent(event)
            } catch {
                throw ended(error.description, ArgumentParser.ExitCode(RelayCore.ExitCode.badInput.rawValue))
            }
            try await OperatorQueue(options, output).put(event)
        }
    }
}
