import Foundation
import HubSpotAPI
import RelayCore
import TestSupport
import Testing

@Suite("local-runner init")
struct InitTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// In a folder of its own, without a terminal.
    private func initialize(_ arguments: String..., environment: [String: String] = [:]) async throws -> Command.Outcome {
        try await Command(
            Executable.url("local-runner").path, ["init"] + arguments,
            environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }, folder: folder.url.path
        ).run()
    }

    private static let address = "PUBLIC_URL=https://relay.example.com"
    private static let engine = ["--set", "AI_ENGINE=http", "--set", "AI_URL=http://127.0.0.1:9/turn"]

    private func settings() throws -> [String: String] {
        let lines = String(decoding: try folder.read("deskrelay.env"), as: UTF8.self).split(separator: "\n")
        return lines.filter { !$0.hasPrefix("#") }.reduce(into: [:]) { settings, line in
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            settings[String(parts[0])] = String(parts[1])
        }
    }

    private func json(_ file: String) throws -> JSON { try JSON.parse(try folder.read("hubspot-app/\(file)")) }

    @Test("It writes the settings for their owner alone, and an app that HubSpot can be given")
    func writes() async throws {
        let run = try await initialize(
            "--set", Self.address, "--set", "HUBSPOT_USER_ID=52530071", "--watch", "shop_size", "--set", "AI_ENGINE=http",
            "--set",
            "AI_URL=http://127.0.0.1:9/turn", environment: ["HUBSPOT_ACCESS_TOKEN": "pat-na1-example"])
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(try folder.mode("deskrelay.env") == 0o600)
        let settings = try settings()
        #expect(settings["HUBSPOT_ACCESS_TOKEN"] == "pat-na1-example" && settings["HUBSPOT_CLIENT_SECRET"]?.isEmpty == true)
        #expect(settings["ASSIST_MODE"] == "true" && settings["AI_ENGINE"] == "http")
        #expect(run.text.contains("Its mode is drafts: "), "\(run.text)")
        #expect(run.text.contains("Fill in deskrelay.env: HUBSPOT_CLIENT_SECRET."), "\(run.text)")
        #expect(!run.text.contains("pat-na1-example"))
        let consoleKey = try #require(settings["CONSOLE_KEY"])
        #expect(consoleKey.count == 43 && !run.text.contains(consoleKey))
        #expect(run.text.contains("http://127.0.0.1:8080/console?key=KEY"))
        let serve = try #require(run.text.range(of: "local-runner serve"))
        let check = try #require(run.text.range(of: "local-runner check"))
        #expect(serve.lowerBound < check.lowerBound)
        let webhooks = try json("src/app/webhooks/webhooks-hsmeta.json")
        let path = WebhookToken.path(organization: "default", key: Secret(try #require(settings["WEBHOOK_URL_KEY"])))
        #expect(webhooks["config"]?["settings"]?["targetUrl"]?.string == "https://relay.example.com" + path)
        #expect(webhooks.canonical.contains("shop_size"))
        #expect(try folder.mode("hubspot-app/src/app/webhooks/webhooks-hsmeta.json") == 0o600)
        let scopes = try json("src/app/app-hsmeta.json")["config"]?["auth"]?["requiredScopes"]?.array
        #expect(scopes == ScopeTable.scopes.map(JSON.string))
    }

    @Test("The same again changes nothing; what was open is filled in; --force starts anew")
    func again() async throws {
        let arguments = ["--set", Self.address, "--set", "HUBSPOT_USER_ID=52530071"] + Self.engine
        func run(_ more: [String] = [], _ environment: [String: String] = [:]) async throws -> Command.Outcome {
            try await Command(
                Executable.url("local-runner").path, ["init"] + arguments + more,
                environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }, folder: folder.url.path
            ).run()
        }
        #expect(try await run().exitCode == 0)
        let first = try folder.read("deskrelay.env")
        #expect(try await run().exitCode == 0)
        #expect(try folder.read("deskrelay.env") == first)
        let key = try settings()["WEBHOOK_URL_KEY"]

        let filled = try await run(
            ["--set", "CHAT_DELAY=3"], ["HUBSPOT_ACCESS_TOKEN": "pat-na1-a", "HUBSPOT_CLIENT_SECRET": "secret-a"])
        #expect(filled.exitCode == 0 && !filled.text.contains("Fill in"), "\(filled.text)\(filled.errors)")
        #expect(try settings()["HUBSPOT_ACCESS_TOKEN"] == "pat-na1-a")
        #expect(try settings()["CHAT_DELAY"] == "3")
        _ = try await run([], ["HUBSPOT_ACCESS_TOKEN": "pat-na1-b"])
        #expect(try settings()["HUBSPOT_ACCESS_TOKEN"] == "pat-na1-a")
        #expect(try settings()["WEBHOOK_URL_KEY"] == key)

        // As the guide says to do when the drafts are good; and a change of the address needs another run.
        let text = String(decoding: try folder.read("deskrelay.env"), as: UTF8.self)
        try folder.write("deskrelay.env", Array(text.replacing("ASSIST_MODE=true\n", with: "").utf8))
        let autopilot = try await run()
        #expect(autopilot.text.contains("Its mode is autopilot: "), "\(autopilot.text)")
        #expect(try settings()["ASSIST_MODE"] == nil)

        let changed = try await run(["--set", "CHAT_DELAY=4"])
        #expect(changed.exitCode == ExitCode.usage.rawValue && changed.errors.contains("another value of CHAT_DELAY"))
        #expect(try settings()["CHAT_DELAY"] == "3")

        let app = try folder.read("hubspot-app/src/app/app-hsmeta.json")
        try folder.write("hubspot-app/src/app/app-hsmeta.json", Array("{}".utf8))
        let other = try await run()
        #expect(other.exitCode == ExitCode.usage.rawValue && other.errors.contains("--force writes over it"), "\(other.errors)")
        #expect(try folder.read("hubspot-app/src/app/app-hsmeta.json") == Array("{}".utf8))
        #expect(try await run(["--force"]).exitCode == 0)
        #expect(try folder.read("hubspot-app/src/app/app-hsmeta.json") == app)
        let anew = try settings()
        #expect(anew["WEBHOOK_URL_KEY"] != key && anew["HUBSPOT_ACCESS_TOKEN"]?.isEmpty == true)
    }

    @Test("For a legacy app it says what to click, and writes no files for another kind")
    func legacy() async throws {
        let run = try await initialize("--app", "legacy", "--set", Self.address)
        #expect(run.exitCode == 0, "\(run.errors)")
        for words in ["throttling to 100", "Commit changes", "crm.objects.owners.read", "Conversation: New message"] {
            #expect(run.text.contains(words), "\(run.text)")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path("hubspot-app")))
    }

    struct Next: NamedCase {
        let name: String
        var arguments: [String] = []
        var environment: [String: String] = [:]
        var says: [String] = []
        var never: [String] = []
    }

    private static let secrets = ["HUBSPOT_ACCESS_TOKEN": "pat-na1-a", "HUBSPOT_CLIENT_SECRET": "secret-a"]

    @Test(
        "What comes next is what is left to do, and what may be wrong is noted",
        arguments: [
            Next(name: "no token and no secret", says: ["On the app's Auth tab", "Fill in deskrelay.env: HUBSPOT_ACCESS_TOKEN"]),
            Next(
                name: "both", environment: secrets, says: ["hs project upload"],
                never: ["Auth tab", "Fill in", "Note:"]),
            Next(
                name: "both, for a legacy app", arguments: ["--app", "legacy"], environment: secrets,
                says: ["Commit changes"], never: ["Auth: copy", "Fill in"]),
            Next(
                name: "neither, for a legacy app", arguments: ["--app", "legacy"],
                says: ["Auth: copy the access token", "Fill in deskrelay.env: HUBSPOT_ACCESS_TOKEN"]),
            Next(
                name: "what may be wrong", arguments: ["--set", "ARTICLES_PATH=/no/such"],
                environment: ["HUBSPOT_ACCESS_TOKEN": "0f1e2d3c"],
                says: [
                    "Note: HUBSPOT_ACCESS_TOKEN does not begin with pat-", "Note: ARTICLES_PATH is no folder on this machine.",
                ], never: ["0f1e2d3c"]),
        ])
    func next(_ row: Next) async throws {
        let arguments = ["init", "--set", Self.address, "--set", "HUBSPOT_USER_ID=52530071"] + Self.engine + row.arguments
        let run = try await Command(
            Executable.url("local-runner").path, arguments,
            environment: ["PATH": "/usr/bin:/bin"].merging(row.environment) { $1 }, folder: folder.url.path
        ).run()
        #expect(run.exitCode == 0, "\(run.errors)")
        for part in row.says { #expect(run.text.contains(part), "\(run.text)") }
        for part in row.never { #expect(!run.text.contains(part), "\(run.text)") }
    }

    struct Refusal: NamedCase {
        let name: String
        let arguments: [String]
        let exitCode: ExitCode
        let says: String
    }

    @Test(
        "What is given wrongly is refused, and nothing is written",
        arguments: [
            Refusal(name: "no address", arguments: [], exitCode: .badConfiguration, says: "PUBLIC_URL is missing"),
            Refusal(
                name: "a wrong value", arguments: ["--set", address, "--set", "AUTOPILOT=fax"], exitCode: .badConfiguration,
                says: "AUTOPILOT names fax"),
            Refusal(
                name: "a secret in the open", arguments: ["--set", address, "--set", "HUBSPOT_ACCESS_TOKEN=pat-na1-example"],
                exitCode: .usage, says: "--set must not hold HUBSPOT_ACCESS_TOKEN"),
            Refusal(name: "no value", arguments: ["--set", "PUBLIC_URL"], exitCode: .usage, says: "--set must be KEY=VALUE"),
        ])
    func refuses(_ row: Refusal) async throws {
        let run = try await Command(
            Executable.url("local-runner").path, ["init"] + row.arguments, environment: ["PATH": "/usr/bin:/bin"],
            folder: folder.url.path
        ).run()
        #expect(run.exitCode == row.exitCode.rawValue && run.errors.contains(row.says), "\(run.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }

    @Test("Whoever stops at a secret has a terminal that shows what is typed")
    func stopped() async throws {
        let script = Executable.root.appendingPathComponent("Tests/ExecutableTests/type_answers.py").path
        let run = try await Command(
            "/usr/bin/python3", [script, Executable.url("local-runner").path, "init"],
            environment: ["PATH": "/usr/bin:/bin"], folder: folder.url.path
        ).run(input: Array("https://relay.example.com\n^C\n".utf8))
        #expect(run.text == "hidden True, ended by \(SIGINT), shown again True\n", "\(run.text)\(run.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }

    @Test(
        "A folder of the app that cannot be is named before anything is written",
        arguments: ["hubspot-app", "hubspot-app/src/app"])
    func noFolder(_ path: String) async throws {
        let url = URL(fileURLWithPath: folder.path(path))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try folder.write(path, Array("not a folder".utf8))
        let run = try await initialize(
            "--set", Self.address, "--set", "HUBSPOT_USER_ID=52530071", "--set", "AI_ENGINE=http", "--set",
            "AI_URL=http://127.0.0.1:9/turn")
        #expect(run.exitCode == 1 && run.errors.hasPrefix("Error: "), "\(run.errors)")
        #expect(run.errors.contains("\(path) ") && !run.errors.contains("NSError"), "\(run.errors)")
        #expect(try folder.read(path) == Array("not a folder".utf8))
        #expect(!FileManager.default.fileExists(atPath: folder.path("deskrelay.env")))
    }

    @Test("A secret that is typed is not shown")
    func typed() async throws {
        let script = Executable.root.appendingPathComponent("Tests/ExecutableTests/type_answers.py").path
        let answers = "https://relay.example.com\nsecret-token-1\nsecret-client-1\n52530071\nhttp\nhttp://127.0.0.1:9/turn\n\n"
        let run = try await Command(
            "/usr/bin/python3", [script, Executable.url("local-runner").path, "init"],
            environment: ["PATH": "/usr/bin:/bin"], folder: folder.url.path
        ).run(input: Array(answers.utf8))
        #expect(run.exitCode == 0, "\(run.text)\(run.errors)")
        #expect(run.text.contains("https://relay.example.com") && !run.text.contains("secret-"), "\(run.text)")
        let settings = try settings()
        #expect(settings["HUBSPOT_ACCESS_TOKEN"] == "secret-token-1" && settings["HUBSPOT_CLIENT_SECRET"] == "secret-client-1")
        #expect(settings["AI_API_KEY"]?.isEmpty == true)
    }
}
