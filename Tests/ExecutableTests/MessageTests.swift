import Foundation
import HubSpotSimulator
import RelayCore
import SessionStore
import TestSupport
import Testing

/// Whoever reads one of these has little else to go by.
@Suite("What commands say where something is wrong")
struct MessageTests {
    private static let complete = [
        "PATH": "/usr/bin:/bin", "LOG_LEVEL": "off", "WEBHOOK_URL_KEY": "example-url-key-0001",
        "HUBSPOT_CLIENT_SECRET": "example-client-secret", "HUBSPOT_ACCESS_TOKEN": "pat-na1-example",
        "HUBSPOT_USER_ID": "52530071", "HUBSPOT_API_BASE": "http://127.0.0.1:9", "AI_ENGINE": "http",
        "AI_URL": "http://127.0.0.1:9/turn",
    ]

    struct Row: NamedCase {
        let name: String
        var executable = "local-runner"
        /// `{port}` is one that is in use, `{state}` a folder.
        let arguments: [String]
        var environment: [String: String] = [:]
        var prepare: @Sendable (TemporaryFolder) throws -> Void = { _ in }
        let exitCode: Int32
        let says: [String]
        /// What it does not say.
        var never: [String] = ["Usage:"]
    }

    private static let serve = ["serve", "--no-check", "--state", "{state}"]

    static let rows = [
        Row(
            name: "a port that is in use", arguments: serve + ["--port", "{port}"], environment: complete, exitCode: 1,
            says: ["port {port} is in use: stop the other program, or give another port (--port or PORT)"], never: ["errno"]),
        Row(
            name: "an ADMIN_PORT that is in use", arguments: serve + ["--port", "0"],
            environment: complete.merging(["ADMIN_PORT": "{port}"]) { $1 }, exitCode: 1,
            says: ["port {port} is in use: stop the other program, or give another port (ADMIN_PORT)"]),
        Row(
            name: "the simulator's port that is in use", executable: "hubspot-simulator", arguments: ["--port", "{port}"],
            exitCode: 1, says: ["port {port} is in use: stop the other program, or give another port (--port)"]),
        Row(
            name: "an address of another machine", arguments: serve + ["--port", "0", "--host", "192.0.2.1"],
            environment: complete, exitCode: 1, says: ["192.0.2.1 is no address of this machine"]),
        Row(
            name: "a state folder where none can be", arguments: ["serve", "--state", "/proc/x"], environment: complete,
            exitCode: 64, says: ["the state folder /proc/x cannot be made: there is no folder for it; give another --state"],
            never: ["NSCocoa", "Usage:"]),
        Row(
            name: "a file as a state folder", arguments: serve, environment: complete,
            prepare: { try $0.write("state", []) }, exitCode: 64, says: ["cannot be made: a file stands there"],
            never: ["NSCocoa", "Usage:"]),
        Row(
            name: "a settings file that is here and not read", arguments: ["webhook-url"], environment: ["PATH": "/bin"],
            prepare: { try $0.write("deskrelay.env", []) }, exitCode: 78,
            says: ["PUBLIC_URL is missing", "deskrelay.env is here, and was not read: give --env-file deskrelay.env."]),
        Row(
            name: "no settings file", arguments: ["webhook-url"], environment: ["PATH": "/bin"], exitCode: 78,
            says: ["PUBLIC_URL is missing", "`local-runner init` writes a settings file"]),
        Row(
            name: "a settings file that lacks something", arguments: ["webhook-url", "--env-file", "deskrelay.env"],
            environment: ["PATH": "/bin"], prepare: { try $0.write("deskrelay.env", []) }, exitCode: 78,
            says: ["PUBLIC_URL is missing", "The keys are in README.md"], never: ["was not read"]),
        Row(
            name: "init without an address", arguments: ["init"], environment: ["PATH": "/bin"], exitCode: 78,
            says: ["PUBLIC_URL is missing, and nothing is written without it"], never: ["local-runner init"]),
        Row(
            name: "a function that is none", arguments: ["events", "--function", "x", "--state", "{state}"], exitCode: 64,
            says: ["unknown function x; the functions are webhook-receive, "]),
        Row(
            name: "an event for a runner that there never was, beside a store that others use",
            arguments: ["send", "event.json", "--state", "{state}"], environment: ["STORE_URL": "postgres://relay@127.0.0.1:9/x"],
            prepare: {
                try $0.write(
                    "event.json",
                    Array(
                        #"{"specversion":"1.0","id":"1","source":"/t","type":"session.delete","data":{"threadId":"1"}}"#.utf8))
            }, exitCode: 64,
            says: ["there is no queue at {state}/queue.sqlite: no runner works with this folder", "docs/api.md"]),
        Row(
            name: "a state folder for the demo, which has its own", arguments: ["demo", "--state", "x"], exitCode: 64,
            says: ["--state"], never: []),
    ]

    @Test("What is wrong, and what to do; a command line that could be read is not explained", arguments: rows)
    func says(_ row: Row) async throws {
        let folder = try TemporaryFolder()
        try row.prepare(folder)
        let server = try LoopbackServer { _ in .answer("200 OK") }
        func filled(_ text: String) -> String {
            text.replacing("{port}", with: "\(server.port)").replacing("{state}", with: folder.path("state"))
        }
        let run = try await Command(
            Executable.url(row.executable).path, row.arguments.map(filled), environment: row.environment.mapValues(filled),
            folder: folder.url.path
        ).run()
        #expect(run.exitCode == row.exitCode)
        for part in row.says { #expect(run.errors.contains(filled(part)), "\(run.errors)") }
        for part in row.never { #expect(!run.errors.contains(part), "\(run.errors)") }
    }

    @Test("A second runner is told what to do")
    func second() async throws {
        let folder = try TemporaryFolder()
        let first = Command(
            Executable.url("local-runner").path, ["serve", "--no-check", "--port", "0", "--state", folder.path("state")],
            environment: Self.complete, folder: "/")
        _ = try await first.whileRunning(endedBy: .signal) { _ in
            let run = try await Command(
                Executable.url("local-runner").path, ["serve", "--no-check", "--port", "0", "--state", folder.path("state")],
                environment: Self.complete, folder: "/"
            ).run()
            #expect(run.exitCode == 1)
            #expect(run.errors.contains("another runner uses this queue: stop it, or give another --state"), "\(run.errors)")
        }
    }

    @Test("Who has another user's state folder before them is told that it cannot be read")
    func otherUser() async throws {
        let folder = try TemporaryFolder()
        let state = folder.path("state")
        try FileManager.default.createDirectory(
            atPath: state, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o000])
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: state) }
        let events = [Executable.url("local-runner").path, "events", "--state", state]
        // root may read everything.
        let command = geteuid() == 0 ? ["setpriv", "--reuid", "65534", "--clear-groups"] + events : events
        let run = try await Command("/usr/bin/env", command, environment: ["PATH": "/usr/bin:/bin"], folder: "/").run()
        #expect(run.exitCode == 64 && run.errors.contains("cannot be read: it is another user's"), "\(run.errors)")
    }

    struct Pausing: NamedCase {
        let name: String
        let state: Session.State
        var says: String?
    }

    @Test(
        "A pause that will do nothing says so at once, and is queued all the same",
        arguments: [
            Pausing(name: "open", state: .open), Pausing(name: "paused", state: .paused),
            Pausing(name: "handed off", state: .handedOff, says: "there is nothing to pause (session-handed-off)"),
            Pausing(name: "closed", state: .closed, says: "there is nothing to pause (session-closed)"),
        ])
    func pause(_ row: Pausing) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("relay.sqlite")
        let stores = try SQLiteStore(path: path)
        var session = Session(id: "ses_1", threadID: "7", channel: .chat, createdAt: Date(), updatedAt: Date())
        session.enter(row.state, at: session.createdAt + 1)
        _ = try await stores.store(of: RelayEvent.defaultOrganization).createSession(session)
        try stores.close()
        let run = try await Executable.run(
            "local-runner", ["pause", "ses_1", "--state", folder.url.path], environment: ["STORE_URL": "sqlite:\(path)"])
        #expect(run.exitCode == 0 && String(decoding: run.output, as: UTF8.self).hasPrefix("queued: session.control"))
        #expect(row.says.map { run.errors.contains($0) } ?? run.errors.isEmpty, "\(run.errors)")
    }

    @Test("At a terminal a command that reads it says so")
    func terminal() async throws {
        let script = """
            import os, pty, sys
            process, terminal = pty.fork()
            if process == 0: os.execv(sys.argv[1], sys.argv[1:])
            shown = b""
            while b"Ctrl-D" not in shown: shown += os.read(terminal, 4096)
            os.write(terminal, b"\\x04")
            _, status = os.waitpid(process, 0)
            print(shown.decode(), os.waitstatus_to_exitcode(status))
            """
        let run = try await Command(
            "/usr/bin/python3", ["-c", script, Executable.url("local-runner").path, "send", "-"],
            environment: ["PATH": "/usr/bin:/bin"], folder: Executable.root.path
        ).run()
        #expect(run.text.contains("Reading standard input; Ctrl-D ends it."), "\(run.text)\(run.errors)")
        #expect(run.text.contains(" \(ExitCode.badInput.rawValue)"), "\(run.text)")
    }
}
