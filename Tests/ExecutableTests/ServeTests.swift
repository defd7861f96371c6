import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("local-runner serve")
struct ServeTests {
    /// All that `serve` needs.
    private static let complete = [
        "PATH": "/usr/bin:/bin", "LOG_LEVEL": "off", "WEBHOOK_URL_KEY": "example-url-key-0001",
        "HUBSPOT_CLIENT_SECRET": "example-client-secret", "HUBSPOT_ACCESS_TOKEN": "pat-na1-example",
        "HUBSPOT_USER_ID": "52530071", "HUBSPOT_API_BASE": "http://127.0.0.1:9", "AI_ENGINE": "http",
        "AI_URL": "http://127.0.0.1:9/turn",
    ]

    struct Case: NamedCase {
        let name: String
        /// Of ``complete``; nil: unset.
        var changes: [String: String?] = [:]
        /// Each stands in the message, on a line of its own.
        let says: [String]
        var arguments = ["--port", "0"]
    }

    static let cases = [
        Case(
            name: "nothing is set", changes: complete.filter { $0.key.contains("_") }.mapValues { _ in nil },
            says: [
                "AI_ENGINE is missing", "HUBSPOT_ACCESS_TOKEN is missing", "HUBSPOT_USER_ID is missing",
                "WEBHOOK_URL_KEY is missing", "HUBSPOT_CLIENT_SECRET is missing: it is needed unless WEBHOOK_UNSIGNED=true",
            ]),
        Case(
            name: "the engine of articles, without articles", changes: ["AI_ENGINE": "articles"],
            says: ["ARTICLES_PATH is missing: AI_ENGINE=articles needs it"]),
        Case(
            name: "articles that are not there", changes: ["AI_ENGINE": "articles", "ARTICLES_PATH": "/nonexistent"],
            says: ["ARTICLES_PATH (organization default)"]),
        Case(
            name: "a channel that is none", changes: ["AUTOPILOT": "chat,fax"],
            says: ["AUTOPILOT names fax; it must be off, or a list of chat, messenger, email,"]),
        Case(
            name: "an engine that is none", changes: ["AI_ENGINE": "oracle"],
            says: ["AI_ENGINE must be articles or openai or http"]),
        Case(name: "a level that is none", changes: ["LOG_LEVEL": "DEBUG"], says: ["LOG_LEVEL must be"]),
        Case(
            name: "what the runner reads, and what a function reads",
            changes: [
                "PUBLIC_URL": "relay.example.com", "PORT": "high", "ADMIN_PORT": "-1", "EVENTS_KEY": "short", "LOG_FORMAT": "xml",
                "CHAT_DELAY": "soon",
            ],
            says: [
                "PUBLIC_URL must be scheme and host", "PORT must be", "ADMIN_PORT must be", "EVENTS_KEY must have at least 16",
                "LOG_FORMAT must be", "CHAT_DELAY must be",
            ]),
        Case(
            name: "a fault at every place that reads the configuration",
            changes: [
                "HUBSPOT_PORTAL_ID": "x", "SESSION_URL": "sessions", "ORGANIZATION": "a b", "STORE_URL": "file:x",
                "ADMIN_PORT": "8080", "PORT": "8080", "CHAT_DELAY": "soon", "TICKET_WAIT": "long", "AI_ENGINE": nil,
                "SIGNATURES": "x", "EVENTS_KEY": "short", "RELAY_API_KEY": "short",
            ],
            says: [
                "HUBSPOT_PORTAL_ID must be", "SESSION_URL must start", "ORGANIZATION must", "STORE_URL must be",
                "ADMIN_PORT must not be the port", "CHAT_DELAY must be", "TICKET_WAIT must be", "AI_ENGINE is missing",
                "SIGNATURES must be", "EVENTS_KEY must have", "RELAY_API_KEY must have",
            ], arguments: []),
        Case(
            name: "a misspelt key beside what is missing for it",
            changes: ["HUBSPOT_ACCESS_TOKEN": nil, "HUBSPOT_ACESS_TOKEN": "pat-na1-example"],
            says: [
                "HUBSPOT_ACCESS_TOKEN is missing",
                "HUBSPOT_ACESS_TOKEN is no key, and nothing reads it. Did you mean HUBSPOT_ACCESS_TOKEN?",
            ]),
        Case(
            name: "a queue that is shared, and no store that is", changes: ["QUEUE_URL": "postgres://relay@127.0.0.1:1/relay"],
            says: ["STORE_URL is missing: with QUEUE_URL the store must be named too, the same for all who share the queue"]),
        Case(
            name: "the same, with a usual file where HOME says",
            changes: ["QUEUE_URL": "postgres://relay@127.0.0.1:1/relay", "HOME": "/nonexistent"],
            says: ["STORE_URL is missing: with QUEUE_URL"]),
        Case(
            name: "a file of organizations that is not there", changes: ["RELAY_CONFIG": "/nonexistent"],
            says: ["RELAY_CONFIG names a file that cannot be read"]),
    ]

    @Test(
        "Everything that is wrong with the configuration is said at once, each fault once, and ends it with 78", arguments: cases)
    func refuses(_ row: Case) async throws {
        var environment = Self.complete
        for (key, value) in row.changes { environment[key] = value }
        let folder = try TemporaryFolder()
        let run = try await Command(
            Executable.url("local-runner").path, ["serve", "--state", folder.path("state")] + row.arguments,
            environment: environment, folder: "/"
        ).run()
        #expect(run.exitCode == ExitCode.badConfiguration.rawValue)
        #expect(run.output.isEmpty)
        let lines = run.errors.split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }
        for fault in row.says {
            #expect(lines.count { $0.hasPrefix(fault) } == 1, "\(fault), once, in: \(run.errors)")
        }
        #expect(lines.count == row.says.count + 2, "\(run.errors)")
    }

    @Test("A wrong --port is a wrong command line")
    func refusesPort() async throws {
        let run = try await Executable.run("local-runner", ["serve", "--port", "99999"])
        #expect(run.exitCode == ExitCode.usage.rawValue)
        #expect(run.errors.contains("--port must be from 0 to 65535"), "\(run.errors)")
    }

    struct Start: NamedCase {
        let name: String
        var arguments: [String] = []
        var environment: [String: String] = [:]
        var settings: [String: String] = [:]
    }

    @Test(
        "Its port is said at once, also into a pipe; it ends when it is told to",
        arguments: [
            Start(name: "--port", arguments: ["--port", "0"], environment: complete),
            Start(name: "PORT", environment: complete.merging(["PORT": "0"]) { $1 }),
            Start(name: "--port before PORT", arguments: ["--port", "0"], environment: complete.merging(["PORT": "1"]) { $1 }),
            Start(
                name: "a settings file", environment: ["PATH": "/usr/bin:/bin", "AI_ENGINE": ""],
                settings: complete.merging(["PORT": "0"]) { $1 }),
            Start(
                name: "the environment before the settings file", environment: ["PATH": "/usr/bin:/bin", "PORT": "0"],
                settings: complete.merging(["PORT": "1"]) { $1 }),
        ])
    func starts(_ row: Start) async throws {
        let folder = try TemporaryFolder()
        var arguments = ["serve", "--no-check", "--state", folder.path("state")] + row.arguments
        if !row.settings.isEmpty {
            let lines = row.settings.map { "\($0.key)='\($0.value)'\n" }.joined()
            try folder.write("deskrelay.env", Array("# settings\n\n\(lines)".utf8))
            arguments += ["--env-file", folder.path("deskrelay.env")]
        }
        let command = Command(
            Executable.url("local-runner").path, arguments, environment: row.environment, folder: Executable.root.path)
        let outcome = try await command.whileRunning(endedBy: .signal) { line in
            let port = try #require(line.firstMatch(of: /^DeskRelay listens on http:\/\/127\.0\.0\.1:(\d+); webhooks at/)).output
                .1
            #expect(try #require(Int(port)) > 1)
        }
        #expect(outcome.exitCode == 0)
    }

    struct Stray: NamedCase {
        let name: String
        var settings: [String: String] = [:]
        var environment: [String: String] = [:]
        /// Each stands in a warning of the log; none: there is no warning.
        var says: [String] = []
    }

    @Test(
        "A setting that nothing reads is a warning at the start",
        arguments: [
            Stray(name: "none"),
            Stray(
                name: "in the settings file", settings: ["ASSIST_MOD": "true", "COLOR": "red"],
                says: ["deskrelay.env: ASSIST_MOD is no key", "Did you mean ASSIST_MODE?", "deskrelay.env: COLOR is no key"]),
            Stray(
                name: "in the environment", environment: ["ASSIST_MOD": "true", "COLOR": "red"],
                says: ["\"detail\":\"ASSIST_MOD is no key", "Did you mean ASSIST_MODE?"]),
        ])
    func strays(_ row: Stray) async throws {
        let folder = try TemporaryFolder()
        let settings = Self.complete.merging(row.settings) { $1 }.filter { $0.key != "PATH" }
        try folder.write("deskrelay.env", Array(settings.map { "\($0.key)=\($0.value)\n" }.joined().utf8))
        let serve = "serve --no-check --port 0 --state state --env-file deskrelay.env"
        let command = Command(
            "/bin/sh", ["-c", "exec '\(Executable.url("local-runner").path)' \(serve) 2>log"],
            environment: ["PATH": "/usr/bin:/bin", "LOG_LEVEL": "warning"].merging(row.environment) { $1 },
            folder: folder.url.path)
        let outcome = try await command.whileRunning(endedBy: .signal) { _ in }
        let log = String(decoding: try folder.read("log"), as: UTF8.self)
        #expect(outcome.exitCode == 0, "\(log)")
        let warnings = log.split(separator: "\n").filter { $0.contains("a setting is read by nothing") }
        #expect(row.says.isEmpty == warnings.isEmpty, "\(log)")
        for part in row.says { #expect(warnings.contains { $0.contains(part) }, "\(part): \(log)") }
        #expect(!log.contains("\"red") && (row.environment.isEmpty || !log.contains("COLOR")))
    }

    @Test("A settings file that cannot be read is refused line by line, without its values")
    func badSettings() async throws {
        let folder = try TemporaryFolder()
        try folder.write("deskrelay.env", Array("HUBSPOT_ACCESS_TOKEN pat-na1-example\nAI_ENGINE='http\n".utf8))
        let run = try await Executable.run("local-runner", ["serve", "--env-file", folder.path("deskrelay.env")])
        #expect(run.exitCode == ExitCode.badConfiguration.rawValue)
        #expect(run.errors.contains("line 1 must be NAME=VALUE") && run.errors.contains("line 2 has a quote without an end"))
        #expect(!run.errors.contains("pat-na1-example"))
    }

    @Test("--version says the one version")
    func version() async throws {
        let run = try await Executable.run("local-runner", ["--version"])
        #expect(String(decoding: run.output, as: UTF8.self) == "\(RelayVersion.text)\n")
    }
}
