import ArgumentParser
import Operations
import RelayCore

struct SessionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Shows one conversation: its state, its custom data and what was said.",
        discussion: "It contains what the customer wrote.")

    @Argument(help: "The id of the session, or of its HubSpot thread.")
    var id: String

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: RunnerOptions

    func run() async throws {
        let state = RunnerState(options: options)
        let (session, organization) = try await state.session(id)
        let json = try await state.sessions().json(session, of: organization)
        guard !output.json else { return say(json) }
        for (name, value) in json["session"]?.object ?? [:] {
            guard let text = value.string, !text.isEmpty else { continue }
            row(name, text)
        }
        for entry in json["customData"]?.array ?? [] {
            row("· " + (entry["property"]?.string ?? ""), entry["label"]?.string ?? entry["value"]?.string ?? "(no value)")
        }
        for entry in json["timeline"]?.array ?? [] {
            let role = output.style.text((entry["role"]?.string ?? "").padding(to: 9), .strong)
            let time = output.style.text(String((entry["createdAt"]?.string ?? "").prefix(19)), .quiet)
            say("\(time)  \(role)\(PrintedText.line(entry["text"]?.string ?? "") ?? "")")
        }
    }

    private func row(_ name: String, _ value: String) { sayPlainly(name.padding(to: 16) + value) }
}
