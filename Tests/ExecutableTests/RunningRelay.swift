import CurlTransport
import Foundation
import HubSpotSimulator
import Logging
import RelayCore
import SessionStore
import TestSupport
import Testing

/// The built runner with a simulated HubSpot, whose webhooks it gets.
struct RunningRelay: Sendable {
    let simulator: SimulatorServer
    let folder: TemporaryFolder
    /// Of the webhooks; stopped while no runner runs.
    private let sender: WebhookSender
    private let environment: [String: String]
    /// Of the runner; empty while none runs.
    private(set) var address = ""

    private static let secret = "example-client-secret"
    private static let urlKey = "example-url-key-0001"

    var portal: SimulatedPortal { simulator.portal }
    private var state: String { folder.path("state") }
    var queuePath: String { "\(state)/queue.sqlite" }

    /// The names of the files in the state folder in which the text stands anywhere, side files included.
    func stateFiles(holding text: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: state).filter { name in
            FileManager.default.contents(atPath: "\(state)/\(name)")?.range(of: Data(text.utf8)) != nil
        }
    }

    func store() throws -> any StateStore { try SQLiteStore(path: "\(state)/relay.sqlite").store(of: organization) }

    private var organization: String { environment["ORGANIZATION"] ?? "default" }

    /// - Parameter changes: To the functions' configuration.
    static func whileRunning(
        _ changes: [String: String], _ body: @escaping @Sendable (RunningRelay) async throws -> Void
    ) async throws {
        try await staged(changes) { relay in try await relay.serving { try await body($0) } }
    }

    /// With a simulated HubSpot, and no runner yet.
    static func staged(_ changes: [String: String], _ body: (RunningRelay) async throws -> Void) async throws {
        var settings = PortalSettings()
        settings.rateLimits.isEnforced = false
        let simulator = SimulatorServer(portal: SimulatedPortal(settings: settings))
        let environment = [
            "PATH": "/usr/bin:/bin", "HUBSPOT_API_BASE": try await simulator.start(),
            "HUBSPOT_ACCESS_TOKEN": settings.accessToken.reveal(), "HUBSPOT_USER_ID": "\(settings.aiUser.userID)",
            "HUBSPOT_CLIENT_SECRET": secret, "WEBHOOK_URL_KEY": urlKey, "AI_DISCLOSURE": "off",
            "AI_ENGINE": "articles",
            "ARTICLES_PATH": Executable.root.appendingPathComponent("functions/ai-turn/articles").path,
            "HANDOFF_USER_ID": "\(settings.rep.userID)", "LOG_LEVEL": "off", "SWEEP_EVERY": "0",
        ]
        let sender = WebhookSender(
            portal: simulator.portal, targetURL: nil, clientSecret: Secret(secret), transport: CurlTransport(),
            settings: .patient,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        let relay = RunningRelay(
            simulator: simulator, folder: try TemporaryFolder(), sender: sender,
            environment: environment.merging(changes) { $1 })
        let failure: (any Error)?
        do {
            try await body(relay)
            failure = nil
        } catch { failure = error }
        await simulator.stop()
        if let failure { throw failure }
        #expect(await sender.abandoned == 0)
    }

    /// Starts the runner, and stops it afterwards; what it keeps stays for the next.
    /// - Parameters:
    ///   - template: Another one than the repository's.
    ///   - end: How it is stopped: `.kill` is no way to.
    ///   - changes: To the functions' configuration.
    func serving(
        template: String? = nil, endedBy end: Command.End = .signal, _ changes: [String: String] = [:],
        _ body: @escaping @Sendable (RunningRelay) async throws -> Void
    ) async throws {
        let command = Command(
            Executable.url("local-runner").path,
            ["serve", "--no-check", "--port", "0", "--state", state] + (template.map { ["--template", $0] } ?? []),
            environment: environment.merging(changes) { $1 }, folder: "/")
        let outcome = try await command.whileRunning(endedBy: end) { line in
            var relay = self
            relay.address = String(try #require(line.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/)).output)
            try await relay.play(body)
        }
        #expect(outcome.exitCode == (end == .kill ? nil : 0))
    }

    private func play(_ body: (RunningRelay) async throws -> Void) async throws {
        await sender.send(to: webhookURL)
        let failure: (any Error)?
        do {
            try await body(self)
            failure = nil
        } catch { failure = error }
        await sender.stop()
        if let failure { throw failure }
    }

    /// Calls the runner.
    func call(
        _ method: String, _ path: String, key: String? = nil, headers: [String: String] = [:], body: [UInt8] = []
    ) async throws -> HTTPAnswer {
        var fields = headers.map { ($0.key, $0.value) }
        if let key { fields.append(("authorization", "Bearer \(key)")) }
        return try await CurlTransport().send(
            HTTPCall(
                method: method, url: address + path, headers: fields, body: method == "GET" ? nil : body,
                timeout: Hang.seconds, isWrite: true))
    }

    /// How many invocations of a function ended so since the runner was started.
    func invocations(_ function: String, _ status: FunctionResult.Status, _ code: ReasonCode? = nil) async throws -> Int {
        let metrics = String(decoding: try await call("GET", "/metrics").body, as: UTF8.self)
        let name =
            "deskrelay_invocations_total{function=\"\(function)\",status=\"\(status.rawValue)\",code=\"\(code?.rawValue ?? "")\","
        let lines = metrics.split(separator: "\n").filter { $0.hasPrefix(name) }
        return lines.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +)
    }

    /// Where HubSpot's webhooks go.
    var webhookURL: String { address + WebhookToken.path(organization: organization, key: Secret(Self.urlKey)) }

    /// Runs another command of the runner beside it, configured as the runner is.
    func runner(_ arguments: [String]) async throws -> Executable.Run {
        try await Executable.run(
            "local-runner", arguments + ["--state", state],
            environment: environment.merging(["STORE_URL": "sqlite:\(state)/relay.sqlite"]) { $1 })
    }

    /// Runs another command of the runner beside it.
    func runner(_ arguments: String..., input: [UInt8] = []) async throws -> Executable.Run {
        try await Executable.run("local-runner", arguments + ["--state", state], input: input)
    }

    func send(_ payload: some EventPayload, id: String) async throws {
        let event = RelayEvent(id: id, source: "/test", type: type(of: payload).type, data: payload.data)
        let run = try await runner("send", "-", input: event.json.canonicalBytes)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(String(decoding: run.output, as: UTF8.self).hasPrefix("queued: \(event.type) \(id) for "))
    }

    /// - Throws: when it is not so in time.
    func wait(_ what: Comment, _ holds: () async throws -> Bool) async throws {
        let end = Date() + Hang.seconds
        while Date() < end {
            if try await holds() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        try #require(Bool(false), what)
    }
}

extension WebhookSettings {
    /// HubSpot sends a webhook again for a day: it does not give up while a runner starts on a busy machine.
    static var patient: WebhookSettings {
        var settings = WebhookSettings.quick
        settings.retryDelays += Array(repeating: 2, count: Int(Hang.seconds))
        return settings
    }
}
