import Foundation
import HostCore
import HostDelivery
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

/// Commands that work by the history, on one that the test writes.
@Suite("Commands on a history", .timeLimit(.minutes(10)))
struct HistoryCommandTests {
    private let folder: TemporaryFolder
    private let history: SQLiteHistory
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)

    init() throws {
        folder = try TemporaryFolder()
        history = try SQLiteHistory(path: folder.path("history.sqlite"))
    }

    /// An event of a session that was to be paused.
    private func add(
        _ id: String, function: String = "session-control", _ status: FunctionResult.Status = .failed,
        _ code: ReasonCode? = .noSession, isKept: Bool = true, at seconds: Double = 0
    ) async throws {
        let event = RelayEvent(
            id: id, source: "/test", type: SessionControlEvent.type, data: ["threadId": "7", "action": "pause"])
        let ended = Self.now + seconds
        let entry = HistoryEntry(
            number: 0, function: function, eventID: id, source: "/test", organization: "default", causeID: nil, traceParent: nil,
            subject: EventSubject(type: event.type, threadID: "7"), attempt: 0, queued: ended, due: ended, started: ended,
            ended: ended, status: status, code: code, message: nil, outcome: .completed, size: 3)
        let texts = HistoryTexts(event: event.json.canonicalBytes, result: Array("{}".utf8))
        try await history.add([(entry, isKept ? texts : nil)])
    }

    private func run(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> Executable.Run {
        try await Executable.run(
            "local-runner", arguments + ["--state", folder.url.path],
            environment: ["STORE_URL": "sqlite:\(folder.path("relay.sqlite"))"].merging(environment) { $1 })
    }

    /// The events that wait in the queue, by the ids of their causes.
    private func queued() async throws -> [String: RelayEvent] {
        guard FileManager.default.fileExists(atPath: folder.path("queue.sqlite")) else { return [:] }
        let queue = try SQLiteEventQueue(path: folder.path("queue.sqlite"))
        let leased = try await queue.lease(100, for: "session-control", owner: "test", until: Date() + 60, now: Date() + 1)
        let events = try leased.deliveries.map { try $0.event.decoded() }
        return Dictionary(uniqueKeysWithValues: events.map { ($0.causationID ?? "", $0) })
    }

    // MARK: replay

    struct Choice: NamedCase {
        let name: String
        let arguments: [String]
        var chosen: [String] = []
        var exitCode: Int32 = 0
    }

    @Test(
        "What ended so is done again, each event once, and what is not kept any more is left out",
        arguments: [
            Choice(name: "a code", arguments: ["--code", "no-session", "--yes"], chosen: ["a", "b"]),
            Choice(name: "a code, only shown", arguments: ["--code", "no-session"]),
            Choice(name: "a code that came and went", arguments: ["--code", "lease-busy", "--yes"], exitCode: 1),
            Choice(name: "a code since then", arguments: ["--code", "no-session", "--since", at(50), "--yes"], chosen: ["b"]),
            Choice(name: "all since then", arguments: ["--since", at(50), "--yes"], chosen: ["b", "done"]),
            Choice(
                name: "all of a function", arguments: ["--since", at(0), "--function", "message-route", "--yes"], chosen: ["done"]
            ),
            Choice(name: "nothing so late", arguments: ["--since", at(500), "--yes"], exitCode: 1),
        ])
    func replayMany(_ row: Choice) async throws {
        try await add("a", .retry, .leaseBusy)
        try await add("a", at: 1)
        try await add("gone", isKept: false, at: 2)
        try await add("b", at: 60)
        try await add("done", function: "message-route", .done, nil, at: 70)
        let run = try await run(["replay", "--json"] + row.arguments)
        #expect(run.exitCode == row.exitCode, "\(run.errors)")
        #expect(try await queued().keys.sorted() == row.chosen)
        let lines = try run.output.split(separator: 0x0A).map { try JSON.parse($0) }
        if !row.chosen.isEmpty { #expect(lines.compactMap { $0["isQueued"]?.bool } == row.chosen.map { _ in true }) }
        // Nothing is said beside the JSON, but what is left out.
        #expect(
            run.errors.contains("left out: event gone is not kept")
                == (row.exitCode == 0 && !row.arguments.contains(Self.at(50))
                    && !row.arguments.contains("message-route")))
    }

    private static func at(_ seconds: Double) -> String { Timestamp.rfc3339(now + seconds) }

    struct Editor: NamedCase {
        let name: String
        /// In the place of an editor; nil: there is none.
        let command: String?
        var exitCode: Int32 = 0
        /// nil: nothing is queued.
        var action: JSON?
        var says = ""
    }

    @Test(
        "An event's data is changed first",
        arguments: [
            Editor(name: "a change", command: "sed -i s/pause/resume/", action: "resume"),
            Editor(name: "no change", command: "true", action: "pause"),
            Editor(name: "no editor", command: nil, exitCode: 64, says: "VISUAL or EDITOR must name an editor"),
            Editor(name: "an editor that fails", command: "false", exitCode: 1, says: "the editor ended with an error"),
            Editor(name: "no JSON", command: "sed -i s/{//", exitCode: 1, says: "the edited text is not JSON"),
        ])
    func edit(_ row: Editor) async throws {
        try await add("a")
        let run = try await run(["replay", "a", "--edit", "--yes"], row.command.map { ["EDITOR": $0] } ?? [:])
        #expect(run.exitCode == row.exitCode, "\(run.errors)")
        #expect(row.says.isEmpty ? run.errors.isEmpty : run.errors.contains(row.says), "\(run.errors)")
        let event = try await queued()["a"]
        #expect(event?.data["action"] == row.action)
        if row.action != nil { #expect(event?.id.hasPrefix("a:again-") == true && event?.data["threadId"] == "7") }
    }

    // MARK: events --follow

    struct Following: NamedCase {
        let name: String
        let arguments: [String]
        let signal: String
    }

    @Test(
        "What ends is told as it is written down, until it is stopped",
        arguments: [
            Following(name: "for people", arguments: [], signal: "TERM"),
            Following(name: "as JSON, one function", arguments: ["--json", "--function", "session-control"], signal: "INT"),
            Following(name: "nothing of before", arguments: ["--json", "--limit", "1", "--code", "no-session"], signal: "TERM"),
        ])
    func follow(_ row: Following) async throws {
        try await add("first")
        // What it prints goes to the test and into a file, and the signal to the command alone.
        let command = Command(
            "/bin/bash",
            ["-c", #"exec "$0" "$@" > >(tee "$OUT")"#, Executable.url("local-runner").path, "events", "--follow"]
                + row.arguments + ["--state", folder.url.path],
            environment: ["PATH": "/usr/bin:/bin", "OUT": folder.path("out")], folder: "/")
        let outcome = try await command.whileRunning(endedBy: row.signal == "INT" ? .interrupt : .signal) { line in
            #expect(line.contains("first"))
            try await add("another", function: "message-route", .done, nil, at: 1)
            try await add("newer", at: 2)
            let end = Date() + Hang.seconds
            while try !String(decoding: folder.read("out"), as: UTF8.self).contains("newer") {
                try #require(Date() < end, "it was not told")
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        #expect(outcome.exitCode == 0)
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.count == (row.arguments.isEmpty ? 3 : 2))
        guard row.arguments.contains("--json") else { return }
        #expect(try lines.map { try JSON.parse(Array($0.utf8))["eventId"] } == ["first", "newer"])
    }
}
