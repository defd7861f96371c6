import ArgumentParser
import CurlTransport
import Explaining
import Operations
import RelayCore

struct ForgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Erases what is kept of a customer.",
        discussion: """
            From the sessions, the queue, the dead letters and the history; not from HubSpot. A running runner does it at once, \
            and looks again three minutes later; a stopped one, when it runs again. Says how many sessions there are of the \
            customer, and ends with 1 where there is none: what stands in queue and history is erased all the same.
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
        let environment = try options.environment()
        let configuration = try Configuration.load([.optional(ConfigurationKeys.organization)], environment: environment)
        let name = try configuration.chosen(choice.organization).name
        // Without the runner's settings it is not known here how its organization is called: it is the only one, then.
        let isNamed =
            choice.organization != nil
            || [ConfigurationKeys.organization.name, ConfigurationKeys.relayConfig.name]
                .contains { !environment[$0, default: ""].isEmpty }
        for target in targets {
            let event = OperatorEvent.make(
                SessionDeleteEvent(target), organization: isNamed ? name : nil, ambient: .live)
            let count = try await sessions(of: try read(event), name)
            try await OperatorQueue(options, output).put(
                event, saying: count.map(ErasureForecast.sentence), members: ["sessions": .optional(count)])
            if count == 0 { throw CommandEnd.unmet }
        }
    }

    /// As a function would read it: an address that is none is refused here, and not later in the log.
    private func read(_ event: RelayEvent) throws -> SessionDeleteEvent.Target {
        do throws(FieldError) {
            return try SessionDeleteEvent(event).target
        } catch {
            throw ended(error.description, ArgumentParser.ExitCode(RelayCore.ExitCode.badInput.rawValue))
        }
    }

    /// - Returns: nil where it cannot be known now; the reason is said.
    private func sessions(of target: SessionDeleteEvent.Target, _ name: String) async throws -> Int? {
        do {
            guard let lookup = try RunnerState(options: options).standingSessions() else {
                throw StoreError("there is no store where it is looked for")
            }
            let configuration = try Configuration.load(
                ErasureForecast.configuration, environment: try options.environment())
            return try await ErasureForecast.sessions(
                of: target, organization: name, configuration: configuration, stores: lookup.stores, transport: CurlTransport(),
                ambient: .live)
        } catch {
            let code = FunctionResult(ending: error).code ?? .internalError
            StandardStreams.writeError("The customer's sessions cannot be counted now (\(code.rawValue)).\n")
            return nil
        }
    }
}
