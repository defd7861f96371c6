import Foundation
import HostDelivery
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

@Suite("local-runner send, while no runner runs")
struct SendTests {
    private let folder: TemporaryFolder
    private let event = #"{"specversion":"1.0","id":"c-1","source":"/t","type":"session.control","data":{}}"#

    init() throws { folder = try TemporaryFolder() }

    private func send(_ file: String = "-", input: String = "") async throws -> Executable.Run {
        try await Executable.run("local-runner", ["send", file, "--state", folder.url.path], input: Array(input.utf8))
    }

    private func waiting() async throws -> Int { try await SQLiteEventQueue(path: folder.path("queue.sqlite")).counts().waiting }

    @Test("From standard input and from a file: it waits for the function that takes it, once")
    func queued() async throws {
        let first = try await send(input: event)
        #expect(first.exitCode == 0)
        #expect(String(decoding: first.output, as: UTF8.self) == "queued: session.control c-1 for session-control\n")
        try folder.write("event.json", Array(event.utf8))
        let second = try await send(folder.path("event.json"))
        #expect(second.exitCode == 0)
        #expect(
            String(decoding: second.output, as: UTF8.self).hasPrefix("not queued: session.control c-1 is already in the queue"))
        #expect(try await waiting() == 1)
    }

    @Test("With --json it says what became of it, for programs", arguments: [true, false])
    func json(_ isNew: Bool) async throws {
        if !isNew { _ = try await send(input: event) }
        let run = try await Executable.run(
            "local-runner", ["send", "-", "--json", "--state", folder.url.path], input: Array(event.utf8))
        #expect(run.exitCode == 0)
        let said: JSON = [
            "eventId": "c-1", "type": "session.control", "functions": ["session-control"], "isQueued": .bool(isNew),
        ]
        #expect(try JSON.parse(run.output) == said)
        #expect(try await waiting() == 1)
    }

    struct Case: NamedCase {
        let name: String
        let input: String
        let says: String
    }

    @Test(
        "What cannot be delivered is refused by its name, with 65",
        arguments: [
            Case(name: "no JSON", input: "{", says: "not-json: "),
            Case(name: "an array", input: "[]", says: "not-an-object: "),
            Case(name: "no id", input: #"{"specversion":"1.0","source":"/t","type":"session.control"}"#, says: "bad-field: id "),
            Case(
                name: "a type that nobody takes", input: #"{"specversion":"1.0","id":"1","source":"/t","type":"tea.made"}"#,
                says: "unrouted: no function takes tea.made"),
            Case(
                name: "a request that waits for its answer",
                input: #"{"specversion":"1.0","id":"1","source":"/t","type":"http.request"}"#,
                says: "unexpected-type: http.request needs an answer"),
            Case(name: "too long", input: String(repeating: " ", count: 7 << 20), says: "input-too-large: "),
        ])
    func refuses(_ row: Case) async throws {
        let run = try await send(input: row.input)
        #expect(run.exitCode == 65)
        #expect(run.output.isEmpty)
        #expect(run.errors.hasPrefix(row.says), "\(run.errors)")
        #expect(try await waiting() == 0)
    }

    @Test("A file that is not there is a wrong command line")
    func missing() async throws {
        let run = try await send("/nonexistent")
        #expect(run.exitCode == 64)
        #expect(run.errors.contains("/nonexistent cannot be read"))
    }
}
