import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("What is found from any working directory")
struct InstallationTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Runs it from the root folder. Only PATH leads to the runner, by a link.
    private func run(_ arguments: String...) async throws -> Command.Outcome {
        let bin = folder.path("bin")
        try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
        try? FileManager.default.createSymbolicLink(
            atPath: "\(bin)/local-runner", withDestinationPath: Executable.url("local-runner").path)
        let environment = [
            "PATH": "\(bin):/usr/bin:/bin", "WEBHOOK_URL_KEY": "example-url-key-0001", "PUBLIC_URL": "https://relay.example.com",
        ]
        return try await Command("/usr/bin/env", ["local-runner"] + arguments, environment: environment, folder: "/").run()
    }

    @Test("The template in the checkout, and the functions beside the runner")
    func checkout() async throws {
        let url = try await run("webhook-url")
        #expect(url.text.hasPrefix("https://relay.example.com/webhooks/hubspot/default/"), "\(url.errors)")
        let sample = try await run("invoke", "signature-render", "--sample", "exact")
        #expect(sample.exitCode == 0, "\(sample.errors)")
    }

    @Test("A template beside the executables comes first; its route is the webhook's")
    func installed() async throws {
        let template = try String(contentsOf: Executable.root.appendingPathComponent("template.yaml"), encoding: .utf8)
        try folder.write("template.yaml", Array(template.replacing("/webhooks/hubspot/{", with: "/hooks/{").utf8))
        let url = try await run("webhook-url", "--executables", folder.url.path)
        #expect(url.text.hasPrefix("https://relay.example.com/hooks/default/"), "\(url.errors)")
    }

    @Test("Where there is no template the error says what was looked for")
    func none() async throws {
        let url = try await run("webhook-url", "--executables", folder.url.path)
        #expect(url.exitCode == 64)
        #expect(url.errors.contains("no template.yaml: it is neither at \(folder.path("template.yaml")) nor"), "\(url.errors)")
    }

    // MARK: The store of a function that nothing else configures

    private func route(home: String?) async throws -> Command.Outcome {
        let event = Executable.root.appendingPathComponent("functions/message-route/events/new-message.json")
        var environment = [
            "HUBSPOT_ACCESS_TOKEN": "pat-na1-example", "HUBSPOT_USER_ID": "52530071", "HUBSPOT_API_BASE": "http://127.0.0.1:9",
        ]
        environment["HOME"] = home
        return try await Command(Executable.url("message-route").path, environment: environment, folder: "/")
            .run(input: Array(try Data(contentsOf: event)))
    }

    @Test("It is in the home folder, for its owner alone")
    func home() async throws {
        let outcome = try await route(home: folder.url.path)
        #expect(outcome.exitCode == ExitCode.retry.rawValue, "\(outcome.text)")
        #expect(try folder.mode(".local/state/deskrelay") == 0o700)
        #expect(try folder.mode(".local/state/deskrelay/relay.sqlite") == 0o600)
    }

    @Test("Without a home folder it must be configured")
    func homeless() async throws {
        let outcome = try await route(home: nil)
        #expect(outcome.exitCode == ExitCode.badConfiguration.rawValue)
        #expect(outcome.text.contains("STORE_URL is missing"), "\(outcome.text)")
    }
}
