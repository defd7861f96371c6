import Foundation
import HubSpotAPI
import RelayCore
import TestSupport
import Testing

/// docs/hubspot.md says what the code has, and its way without a portal leads to drafts and answers.
@Suite("docs/hubspot.md", .timeLimit(.minutes(10)))
struct GuideTests {
    private static func text() throws -> String {
        try String(contentsOf: Executable.root.appendingPathComponent("docs/hubspot.md"), encoding: .utf8)
    }

    @Test("Every scope stands in it, with what it is for and what stops without it")
    func scopes() throws {
        let rows = try Self.text().split(separator: "\n").filter { $0.hasPrefix("| `") && !$0.hasPrefix("| `AUTOPILOT") }
        let table = ScopeTable.all.map { "| `\($0.scope)` | \($0.feature) | \($0.stopsWithout) |" }
        #expect(rows.filter { row in table.contains { $0.hasPrefix(row.prefix(20)) } }.map(String.init) == table)
    }

    @Test("Every command and flag of the runner that it names is there")
    func commands() async throws {
        let named = try Self.text().matches(
            of: /local-runner (init|check|serve|webhook-url|dead-letters|events|trace|explain|pause|resume)/
        ).map {
            String($0.output.1)
        }
        for command in Set(named).union(["init", "check"]) {
            let help = try await Executable.run("local-runner", [command, "--help"])
            #expect(help.exitCode == 0)
            #expect(String(decoding: help.output, as: UTF8.self).contains("--env-file"), "\(command)")
        }
    }

    /// What must be so before the next step, as shell: it ends with 0 then.
    private static let after = [
        "curl -fsS $HUBSPOT/simulator/settings",
        "test -s deskrelay.env && test -s hubspot-app/src/app/webhooks/webhooks-hsmeta.json",
        "curl -fsS $RELAY/readyz | grep -q status.:.ready",
        "true",
        "messages | grep -q type.:.COMMENT && local-runner trace 3624100517 --state state | grep -q ai-reply-post",
        "true",
        "messages | grep direction.:.OUTGOING | grep -q 30.days",
        "true",
    ]

    @Test("Without a portal: a draft first, and an answer after the switch to autopilot")
    func walk() async throws {
        let section = try #require(
            try Self.text().components(separatedBy: "## Without a portal").last?.components(separatedBy: "\n## ").first)
        let blocks = section.components(separatedBy: "```sh\n").dropFirst().compactMap { $0.components(separatedBy: "```").first }
        try #require(blocks.count == Self.after.count)
        let steps = zip(blocks, Self.after).map { "\($0)\nuntil_so \"\($1)\"\n" }.joined()
        let ports = try await Self.freePorts()
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("functions"), withDestinationPath: Executable.root.appendingPathComponent("functions").path)
        let script = """
            set -Eeuo pipefail
            trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT
            HUBSPOT=http://127.0.0.1:8090 RELAY=http://127.0.0.1:8080
            messages() {
                for id in $(curl -fsS $HUBSPOT/simulator/threads | grep -o 'id":"[0-9]*"' | grep -o '[0-9]*'); do
                    curl -fsS $HUBSPOT/simulator/threads/$id
                    echo
                done
            }
            until_so() {
                for _ in $(seq 600); do
                    if eval "$1" >/dev/null 2>&1; then return 0; fi
                    sleep 0.1
                done
                echo "not so: $1"
                exit 1
            }
            \(steps)
            messages
            """.replacing("8090", with: ports.hubSpot).replacing("8080", with: ports.relay)
        let run = try await Command(
            "/bin/bash", ["-c", script],
            environment: [
                "PATH": "\(Executable.url("local-runner").deletingLastPathComponent().path):/usr/bin:/bin",
                "HOME": folder.url.path,
                "no_proxy": "127.0.0.1",
            ], folder: folder.url.path
        ).run()
        #expect(run.exitCode == 0, "\(run.text.suffix(3000)) \(run.errors.suffix(2000))")
        #expect(run.text.contains(" warnings."), "\(run.text)")
        // While it drafted, the customer got nothing.
        let threads = run.text.split(separator: "\n").filter { $0.hasPrefix("{\"archived\"") }
        let drafted = threads.joined()
        #expect(drafted.contains("Casey Customer") && drafted.contains("Robin Reader"))
        // Each line shows what it says: the draft on the one thread, its story, and the answer on the other.
        #expect(run.text.contains("AI draft (the customer has not got it)") && run.text.contains("ai-reply-post"), "\(run.text)")
        #expect(threads.contains { $0.contains("3624100518") && $0.contains("OUTGOING") })
    }

    /// Two ports that nobody listens on.
    private static func freePorts() async throws -> (hubSpot: String, relay: String) {
        let script =
            "import socket\na, b = socket.socket(), socket.socket()\nfor s in (a, b): s.bind(('127.0.0.1', 0))\nprint(a.getsockname()[1], b.getsockname()[1])"
        let run = try await Command("/usr/bin/python3", ["-c", script]).run()
        let ports = run.text.split(whereSeparator: \.isWhitespace).map(String.init)
        try #require(ports.count == 2)
        return (ports[0], ports[1])
    }
}
