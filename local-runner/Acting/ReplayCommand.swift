import ArgumentParser
import Foundation
import HostDelivery
import Operations
import RelayCore

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Does events of the history again, under new ids.",
        discussion: """
            Says first what stands already and is not done again: an answer is posted once, and a comment is written once, however \
            often its event is replayed. A reply or handoff that is about no message can be written another time by --write-anew. \
            Nothing is queued without --yes. Several are chosen by --code and --since: each event whose last delivery ended so.
            """)

    @Argument(help: "The id of an event.")
    var event: String?

    @Option(help: "Only of this function.")
    var function: String?

    @Option(help: "Only of this organization.")
    var organization: String?

    @Flag(help: "Change the event's data first, in $VISUAL or $EDITOR.")
    var edit = false

    @Flag(help: "Write another time what nothing but the event names: a reply or a handoff that is about no message.")
    var writeAnew = false

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
        guard !writeAnew || event != nil else { throw ValidationError("--write-anew needs the id of an event") }
    }

    func run() async throws {
        let state = RunnerState(options: options)
        let history = try state.history()
        let sessions = try state.standingSessions()
        let queue = yes ? try await OperatorQueue(options, output) : nil
        let entries = try await entries(history)
        var bar = ProgressBar(entries.count, output)
        defer { bar.hide() }
        for entry in entries {
            do {
                var event = try await Replay.event(of: entry, in: history)
                if edit { event.data = try await EditedText.json(event.data, state: try options.stateFolder()) }
                let replay = Replay(event, writing: writeAnew ? .anew : .once, ambient: .live)
                let standing = try await standing(replay.event, sessions)
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
    private func standing(_ event: RelayEvent, _ sessions: SessionLookup?) async throws -> [String] {
        guard let sessions else { return [] }
        return try await Replay.standing(event, in: sessions.store(of: event))
    }

    private func entries(_ history: any InvocationHistory) async throws -> [HistoryEntry] {
        guard let event else { return try await chosen(history) }
        do {
            return [try await Replay.entry(event, organization: organization, function: function, in: history)]
        } catch let objection as Replay.Objection {
            throw ended(objection.description)
        }
    }

    private func chosen(_ history: any InvocationHistory) async throws -> [HistoryEntry] {
        let filter = HistoryFilter(
            organization: organization, function: function, code: end.code, since: end.since?.date(Date()))
        let chosen = try await Replay.lastEnded(filter, in: history, limit: Self.limit + 1)
        if chosen.isEmpty { throw ended("no event ended so") }
        guard chosen.count <= Self.limit else {
            throw ended("more than \(Self.limit) events ended so, and nothing is queued: choose fewer, by --since or --function")
        }
        return chosen
    }

    private func show(_ replay: Replay, _ standing: [String]) {
        if output.json {
            return say(
                JSON.object(["event": replay.event.json, "notRepeated": .array(standing.map(JSON.string))]))
        }
        sayPlainly("\(replay.event.type) \(replay.event.causationID ?? "") as \(replay.event.id)")
        for sentence in standing { sayPlainly("  \(sentence)") }
    }
}
