import ArgumentParser
import Foundation
import HostDelivery
import HostWorkers
import Operations
import RelayCore

struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Lists what was run on which event, and how it ended.",
        discussion: """
            The newest stands last. A line holds when it ended (UTC), the function, the status or the reason code, how long it \
            took, and the event's id; no customer text. With --json each line is one JSON object.
            """)

    @Option(help: "Only of this HubSpot thread.")
    var thread: String?

    @Option(help: "Only of this session.")
    var session: String?

    @Option(help: "Only of this function.")
    var function: String?

    @Option(help: "Only with this status: done, skipped, retry or failed.")
    var status: FunctionResult.Status?

    @Option(help: "Only events of this type.")
    var type: String?

    @Option(help: "Only of this organization.")
    var organization: String?

    @Option(help: "How many.")
    var limit = 50

    @Flag(help: "Go on with what ends from now on, until Ctrl-C.")
    var follow = false

    @OptionGroup var end: EndChoice
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: RunnerOptions

    func validate() throws {
        guard 0...100_000 ~= limit else { throw ValidationError("--limit must be from 0 to 100000") }
    }

    func run() async throws {
        if let function { try options.installation.check(function: function) }
        let history = try RunnerState(options: options).history()
        let filter = HistoryFilter(
            organization: organization, function: function, type: type, threadID: thread, sessionID: session, status: status,
            code: end.code, since: end.since?.date(Date()))
        let newest = try await history.newestNumber()
        let entries = try await history.entries(filter, before: newest + 1, limit: limit)
        if entries.isEmpty, !follow, !output.json { say("No events in \(try options.stateFolder()).") }
        show(entries.reversed())
        guard follow else { return }
        try await StopSignal.exiting {
            let follower = HistoryFollower(history, filter, after: newest, ambient: .live)
            do {
                while !Task.isCancelled { show(try await follower.next()) }
            } catch is CancellationError {
                // It was stopped while it looked: that is how it ends.
            }
        }
    }

    private func show(_ entries: some Sequence<HistoryEntry>) {
        for entry in entries {
            if output.json { say(entry.json) } else { say(EventLine.text(entry, output.style)) }
        }
    }
}
