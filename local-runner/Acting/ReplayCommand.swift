import ArgumentParser
import Foundation
import HostDelivery
import Operations
import RelayCore
import SQLiteQueue

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Does events of the history again, under new ids.",
        discussion: """
            Says first what stands already and is not done again: an answer is posted once, and a comment is written once. \
            Nothing is queued without --yes. Several are chosen by --code and --since: each event whose last delivery ended so.
            """)

    @Argument(help: "The id of an event.")
    var event: String?

    @Option(help: "Only of this function.")
    var function: String?

    @Flag(help: "Change the event's data first, in $VISUAL or $EDITOR.")
    var edit = false

    @Flag(name: [.short, .long], help: "Queue it.")
    var yes = false

    @OptionGroup var end: EndChoice
    @OptionGroup var output: OutputOptions
    @OptionGroup var options: RunnerOptions

    private static let limit = 1000

    func validate() throws {
        guard (event != nil) != (end.code != nil || end.since != nil) else {
            throw ValidationError("give the id of an event, or --code and --since")
        }
        guard !edit || event != nil else { throw ValidationError("--edit needs the id of an event") }
    }

    func run() async throws {
        let state = RunnerState(options: options)
        let history = try state.history()
        let ids = try await ids(history)
        let queue = yes ? try await OperatorQueue(options, output) : nil
        var bar = ProgressBar(ids.count, output)
        defer { bar.hide() }
        for id in ids {
            do {
                var event = try await Replay.event(id, in: history)
                if edit { event.data = try await EditedText.json(event.data) }
                let replay = Replay(event, ambient: .live)
                let standing = try await standing(replay.event, state)
                bar.hide()
                if !output.json || !yes { show(replay, standing) }
                try await queue?.put(replay.event, notRepeated: standing)
            } catch let objection as Replay.Objection {
                bar.hide()
                guard event == nil else { throw ended(objection.description) }
                StandardStreams.writeError(PrintedText.escaped("left out: \(objection.description)") + "\n")
            }
            bar.step()
        }
        if !yes, !output.json { say("Nothing is queued; give --yes to queue it.") }
    }

    /// Where there is no store, nothing was written.
    private func standing(_ event: RelayEvent, _ state: RunnerState) async throws -> [String] {
        guard let stores = try? state.sessions().stores else { return [] }
        return try await Replay.standing(event, in: stores.store(of: event.key.organization))
    }

    private func ids(_ history: SQLiteHistory) async throws -> [String] {
        if let event { return [event] }
        let filter = HistoryFilter(function: function, code: end.code, since: end.since?.date(Date()))
        var chosen: [String] = []
        for entry in try await history.entries(filter, before: nil, limit: Self.limit) where !chosen.contains(entry.eventID) {
            let newest = HistoryFilter(function: entry.function, eventID: entry.eventID)
            guard try await history.entries(newest, before: nil, limit: 1).first?.number == entry.number else { continue }
            chosen.append(entry.eventID)
        }
        if chosen.isEmpty { throw ended("no event ended so") }
        return chosen.reversed()
    }

    private func show(_ replay: Replay, _ standing: [String]) {
        if output.json {
            return say(
                JSON.object(["event": replay.event.json, "notRepeated": .array(standing.map(JSON.string))]).canonical)
        }
        sayPlainly("\(replay.event.type) \(replay.event.causationID ?? "") as \(replay.event.id)")
        for sentence in standing { sayPlainly("  \(sentence)") }
    }
}
