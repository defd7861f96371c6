import ArgumentParser
import CurlTransport
import Explaining
import Foundation
import HostDelivery
import Operations
import RelayCore

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Says what the AI would do on a thread as it is now, and which rule decides.",
        discussion: """
            Reads the thread at HubSpot and decides, by the configuration of the functions. Nothing is written, and the AI is \
            not asked. Contains no customer text.
            """)

    @Argument(help: "The id of a HubSpot thread; or of a message that the history knows.")
    var id: String

    @Option(help: "The message to decide on. Default: the newest one that a customer wrote.")
    var message: String?

    @Option(help: "The organization. Default: that of the thread's session, else the value of ORGANIZATION.")
    var organization: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: RunnerOptions

    func run() async throws {
        let state = RunnerState(options: options)
        let configuration = try Configuration.load(
            ThreadExplanation.configuration, environment: try options.environment())
        let lookup = try state.sessions()
        let (thread, message) = try await place(state)
        let known = try await organization == nil ? lookup.find(thread)?.organization : organization
        let name = try configuration.chosen(known).name
        let explanation: ThreadExplanation
        do {
            explanation = try await ThreadExplanation.of(
                threadID: thread, messageID: message, organization: name, configuration: configuration, stores: lookup.stores,
                transport: CurlTransport(), ambient: .live)
        } catch {
            let result = FunctionResult(ending: error)
            let code = result.code ?? .internalError
            let fact = result.message ?? code.meaning
            throw ended("\(code.rawValue): \(fact)\(fact.hasSuffix(".") ? "" : ".") \(code.remedy)")
        }
        guard !output.json else { return say(explanation.json) }
        show(explanation)
    }

    /// A message's thread is known to the history alone: HubSpot is asked by threads.
    private func place(_ state: RunnerState) async throws -> (thread: String, message: String?) {
        if message == nil, let history = try? state.history(),
            let entry = try await history.entries(.init(messageID: id), before: nil, limit: 1).first,
            let thread = entry.subject.threadID
        {
            return (thread, id)
        }
        return (id, message)
    }

    private func show(_ explanation: ThreadExplanation) {
        sayPlainly(
            "thread \(explanation.threadID), \(explanation.status ?? "status unknown"), owner \(explanation.owner ?? "nobody"), "
                + "session \(explanation.sessionState.rawValue)")
        if let message = explanation.messageID { sayPlainly("message \(message)\(explanation.isAnswered ? ", answered" : "")") }
        for rule in explanation.decision?.rules ?? [] {
            let name = "  " + rule.rule.padding(to: 18)
            say(rule.objection.map { output.style.text(name + $0.rawValue, .notice) } ?? output.style.text(name + "pass", .quiet))
        }
        say(output.style.text(explanation.sentence, .strong))
    }
}
