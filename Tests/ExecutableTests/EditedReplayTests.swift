import Foundation
import HostCore
import HostDelivery
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

@Suite("An event that is changed before it is done again", .timeLimit(.minutes(10)))
struct EditedReplayTests {
    private static let words = "My number is +1-555-0142"
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    struct Edit: NamedCase {
        let name: String
        /// What the editor does with `$1`, in shell.
        let does: String
        /// nil: a signal ended the command.
        let exitCode: Int32?
        var says = ""
        var leaves = false
    }

    /// A history that knows one event.
    private func makeHistory() async throws {
        let event = RelayEvent(
            id: "e", source: "/s", type: AIReplyEvent.type, data: ["threadId": "7", "text": .string(Self.words)])
        let entry = HistoryEntry(
            number: 0, function: "ai-reply-post", eventID: event.id, source: event.source, organization: "default", causeID: nil,
            traceParent: nil, subject: EventSubject(type: event.type, threadID: "7"), attempt: 0, queued: .now, due: .now,
            started: .now, ended: .now, status: .done, code: nil, message: nil, outcome: .completed, size: 1)
        try FileManager.default.createDirectory(atPath: folder.path("state"), withIntermediateDirectories: true)
        let history = try SQLiteHistory(path: SQLiteHistory.path(besideQueue: folder.path("state/queue.sqlite")))
        try await history.add([(entry, HistoryTexts(event: event.json.canonicalBytes, result: Array("{}".utf8)))])
    }

    /// With an editor that notes whose its file is, and what is in it.
    private func edit(_ does: String) async throws -> Executable.Run {
        let editor = """
            #!/bin/sh
            stat -c %a "$1" "$(dirname "$1")" > '\(folder.path("rights"))'
            cp "$1" '\(folder.path("given"))'
            \(does)
            """
        try folder.write("editor", Array(editor.utf8))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path("editor"))
        return try await Executable.run(
            "local-runner", ["replay", "e", "--edit", "--json", "--state", folder.path("state")],
            environment: ["VISUAL": folder.path("editor")])
    }

    private var left: [String] {
        (try? FileManager.default.subpathsOfDirectory(atPath: folder.path("state/edits"))) ?? []
    }

    private static func killed(by signal: String) -> Edit {
        Edit(
            name: "the command gets SIG\(signal)", does: "kill -s \(signal) $PPID\nexec tail -f /dev/null", exitCode: 1,
            says: "the edit was interrupted; nothing is queued")
    }

    @Test(
        "Its words are for their owner alone, and gone when the edit has ended, however it did",
        arguments: [
            Edit(name: "it is saved", does: #"printf '{"threadId":"8"}' > "$1"; cp "$1" "$1~""#, exitCode: 0),
            Edit(
                name: "it is saved as another file", does: #"printf '{"threadId":"8"}' > "$1.new"; mv "$1.new" "$1""#, exitCode: 0
            ),
            Edit(
                name: "it is no JSON any more", does: #"printf '{' > "$1""#, exitCode: 1,
                says: "the edited text is not JSON; nothing is queued"),
            Edit(
                name: "the editor fails", does: "exit 3", exitCode: 1, says: "the editor ended with an error; nothing is queued"),
            Edit(
                name: "the editor deletes it", does: #"rm "$1""#, exitCode: 1, says: "cannot be read"),
            killed(by: "TERM"), killed(by: "INT"), killed(by: "HUP"),
            Edit(name: "the command is killed", does: "kill -s KILL $PPID", exitCode: nil, leaves: true),
        ])
    func ends(_ row: Edit) async throws {
        try await makeHistory()
        let run = try await edit(row.does)
        #expect(run.exitCode == row.exitCode && (row.says.isEmpty || run.errors.contains(row.says)), "\(run.errors)")
        #expect(String(decoding: try folder.read("rights"), as: UTF8.self) == "600\n700\n")
        #expect(String(decoding: try folder.read("given"), as: UTF8.self).contains(Self.words))
        if row.exitCode == 0 { #expect(try JSON.parse(run.output)["event"]?["data"] == ["threadId": "8"]) }
        #expect(left.isEmpty != row.leaves, "\(left)")
        // Whoever edits next clears up.
        _ = try await edit("exit 3")
        #expect(left.isEmpty, "\(left)")
    }
}
