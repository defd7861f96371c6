import Foundation
import HostCore
import HostDelivery
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

@Suite("local-runner dead-letters")
struct DeadLettersTests {
    private let folder: TemporaryFolder
    private let queue: SQLiteEventQueue
    private let number: Int64
    private static let (queued, buried) = (Date(timeIntervalSince1970: 1_790_000_000), Date(timeIntervalSince1970: 1_790_000_090))
    private let event = RelayEvent(
        id: "e-1", source: "/test", type: "ai.handoff", data: ["text": "what the customer wrote"], organization: "default")

    init() async throws {
        folder = try TemporaryFolder()
        queue = try SQLiteEventQueue(path: folder.path("queue.sqlite"))
        number = try await Self.bury(event, in: queue)
    }

    private static func bury(_ event: RelayEvent, in queue: SQLiteEventQueue) async throws -> Int64 {
        _ = try await queue.add([NewDelivery(function: "handoff-comment", event: EncodedEvent(event))], now: queued)
        let leased = try await queue.lease(1, for: "handoff-comment", owner: "test", until: Date() + 60, now: Date() + 1)
        let lease = try #require(leased.deliveries.first?.lease)
        try await queue.bury(lease, code: .validation, message: "a property was refused", now: buried)
        return lease.id
    }

    private func run(_ arguments: String...) async throws -> (exitCode: Int32?, output: String) {
        let run = try await Executable.run("local-runner", ["dead-letters", "--state", folder.url.path] + arguments)
        return (run.exitCode, String(decoding: run.output, as: UTF8.self))
    }

    @Test("The list holds no customer text")
    func lists() async throws {
        let run = try await run()
        let times = "2026-09-21T14:13:20.000Z  2026-09-21T14:14:50.000Z"
        #expect(run.output == "\(number)  handoff-comment  e-1  validation  \(times)  a property was refused\n")
    }

    @Test("One is shown whole")
    func shows() async throws {
        #expect(try await run("--show", "\(number)").output == event.json.canonical + "\n")
    }

    @Test("What strangers wrote cannot move the cursor, nor add a line to the list")
    func plain() async throws {
        let hostile = RelayEvent(
            id: "e-2\u{1B}[2J\n9  x", source: "/test", type: "ai.handoff", data: ["text": "\u{202E}\u{9B}m\u{7F}"])
        let number = try await Self.bury(hostile, in: queue)
        let list = try await run().output.split(separator: "\n").map(String.init)
        let times = "2026-09-21T14:13:20.000Z  2026-09-21T14:14:50.000Z"
        let start = #"\#(number)  handoff-comment  e-2\u001b[2J\u000a9  x  validation"#
        #expect(list.last == "\(start)  \(times)  a property was refused")
        let shown = try await run("--show", "\(number)").output
        #expect(shown.contains(#""text":"\u202e\u009bm\u007f""#))
        // It is the same event still.
        #expect(try RelayEvent(json: JSON.parse(shown.utf8.dropLast())) == hostile)
    }

    @Test("One is dropped")
    func drops() async throws {
        #expect(try await run("--drop", "\(number)").exitCode == 0)
        let counts = try await queue.counts()
        #expect(counts.waiting == 0 && counts.dead == 0)
    }

    @Test("One is tried again")
    func retries() async throws {
        #expect(try await run("--retry", "\(number)").exitCode == 0)
        let counts = try await queue.counts()
        #expect(counts.waiting == 1 && counts.dead == 0)
    }

    struct Choice: NamedCase {
        let name: String
        let arguments: [String]
        var isChosen = true
    }

    static let choices = [
        Choice(name: "all", arguments: ["--all"]), Choice(name: "its code", arguments: ["--code", "validation"]),
        Choice(name: "another code", arguments: ["--code", "unauthorized"], isChosen: false),
        Choice(name: "since before", arguments: ["--since", "2026-09-21T14:14:50Z"]),
        Choice(name: "since later", arguments: ["--since", "2026-09-21T14:14:51Z"], isChosen: false),
        Choice(name: "an age", arguments: ["--since", "36500d"]),
        Choice(
            name: "its code, since later", arguments: ["--code", "validation", "--since", "2099-01-01T00:00:00Z"], isChosen: false
        ),
    ]

    @Test("Many are tried again, counted first", arguments: choices)
    func retriesMany(_ choice: Choice) async throws {
        let run = try await Executable.run(
            "local-runner", ["dead-letters", "--state", folder.url.path, "--retry"] + choice.arguments)
        #expect(run.exitCode == 0)
        let said = "Dead letters: 1 validation.\n1 event is back in the queue.\n"
        #expect(String(decoding: run.output, as: UTF8.self) == (choice.isChosen ? said : "No dead letters.\n"))
        #expect(try await queue.counts().dead == (choice.isChosen ? 0 : 1))
    }

    struct AsJSON: NamedCase {
        let name: String
        /// `N` stands for the number.
        let arguments: [String]
        let prints: @Sendable (JSON) -> Bool
        var dead = 1
    }

    static let asJSON = [
        AsJSON(name: "the list, without customer text", arguments: []) { json in
            let letter = json["deadLetters"]?.array?.first
            return letter?["eventId"] == "e-1" && letter?["code"] == "validation" && letter?["function"] == "handoff-comment"
                && letter?["buried"] == "2026-09-21T14:14:50.000Z" && letter?["remedy"]?.string == ReasonCode.validation.remedy
                && letter?["event"] == nil
        },
        AsJSON(name: "an empty list", arguments: ["--code", "unauthorized"]) { $0 == ["deadLetters": []] },
        AsJSON(name: "one with its event", arguments: ["--show", "N"]) { json in
            json["eventId"] == "e-1" && json["event"]?["data"]?["text"] == "what the customer wrote"
        },
        AsJSON(name: "dropped", arguments: ["--drop", "N"], prints: { $0 == ["dropped": 1] }, dead: 0),
        AsJSON(name: "one again", arguments: ["--retry", "N"], prints: { $0 == ["retried": 1] }, dead: 0),
        AsJSON(name: "all again", arguments: ["--retry", "--all"], prints: { $0 == ["retried": 1] }, dead: 0),
        AsJSON(name: "none again", arguments: ["--retry", "--code", "unauthorized"]) { $0 == ["retried": 0] },
    ]

    @Test("With --json each prints one object, in the words of the console's API", arguments: asJSON)
    func json(_ row: AsJSON) async throws {
        let arguments = row.arguments.map { $0 == "N" ? "\(number)" : $0 }
        let run = try await Executable.run(
            "local-runner", ["dead-letters", "--json", "--state", folder.url.path] + arguments)
        #expect(run.exitCode == 0)
        #expect(row.prints(try JSON.parse(run.output)), "\(String(decoding: run.output, as: UTF8.self))")
        #expect(try await queue.counts().dead == row.dead)
    }

    @Test(
        "A number that is none, and two wishes at once, are refused",
        arguments: [
            ["--show", "99"], ["--drop", "99"], ["--retry", "99"], ["--show", "1", "--drop", "1"], ["--retry"],
            ["--retry", "--all", "--code", "validation"], ["--retry", "1", "--all"], ["--all"], ["1"],
            ["--retry", "--code", "x"],
            ["--retry", "--since", "yesterday"], ["--drop", "1", "--code", "validation"],
        ])
    func refuses(_ arguments: [String]) async throws {
        let run = try await Executable.run("local-runner", ["dead-letters", "--state", folder.url.path] + arguments)
        #expect(run.exitCode == 64)
        #expect(run.output.isEmpty)
        #expect(try await queue.counts().dead == 1)
    }
}
