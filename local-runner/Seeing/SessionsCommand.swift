import ArgumentParser
import Foundation
import Operations
import RelayCore

struct SessionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions",
        abstract: "Lists the conversations, those last in which something happened last.",
        discussion: "A line holds the last time, the state, the channel, the session and its thread. Contains no customer text.")

    @Option(name: .customLong("with-state"), help: "Only in this state: open, handed-off, paused or closed.")
    var sessionState: Session.State?

    @Option(help: "Only of this organization.")
    var organization: String?

    @Option(help: "How many.")
    var limit = 50

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: RunnerOptions

    func validate() throws {
        guard 1...10_000 ~= limit else { throw ValidationError("--limit must be from 1 to 10000") }
    }

    func run() async throws {
        let found = try await RunnerState(options: options).sessions().newest(
            of: organization, state: sessionState, before: nil, limit: limit)
        if output.json {
            return say(JSON.object(["sessions": .array(found.map { $0.session.json(of: $0.organization) })]))
        }
        if found.isEmpty { say("No sessions.") }
        for (session, _) in found.reversed() {
            let time = Timestamp.rfc3339(session.updatedAt).prefix(19)
            say(
                "\(time)  " + output.style.text(session.state.rawValue.padding(to: 11), session.state == .open ? .good : .notice)
                    + PrintedText.escaped(
                        "\(session.channel.rawValue.padding(to: 10))\(session.id)  \(session.threadID ?? "no thread")"))
        }
    }
}
