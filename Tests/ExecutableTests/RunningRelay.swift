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

    /// Seconds until a step has failed.
    private static let patience: Double = 90
    private static let secret = "example-client-secret"
    private static let urlKey = "example-url-key"

    var portal: SimulatedPortal { simulator.portal }
    private var state: String { folder.path("state") }
    var queuePath: String { "\(state)/queue.sqlite" }

    func store() throws -> any StateStore { try SQLiteStore(path: "\(state)/relay.sqlite").store(of: "default") }

    /// - Parameter changes: To the functions' configuration.
    static func whileRunning(
        _ changes: [String: String], _ body: @escaping @Sendable (RunningRelay) async throws -> Void
    ) async throws {
        var settings = PortalSettings()
        settings.rateLimits.isEnforced = false
        let relay = RunningRelay(
            simulator: SimulatorServer(portal: SimulatedPortal(settings: settings)), folder: try TemporaryFolder())
        let url = try await relay.simulator.start()
        let environment = [
            "PATH": "/usr/bin:/bin", "HUBSPOT_API_BASE": url, "HUBSPOT_ACCESS_TOKEN": settings.accessToken.reveal(),
            "HUBSPOT_USER_ID": "\(settings.aiUser.userID)", "HUBSPOT_CLIENT_SECRET": secret, "WEBHOOK_URL_KEY": urlKey,
            "ARTICLES_PATH": Executable.root.appendingPathComponent("functions/ai-turn/articles").path,
            "HANDOFF_USER_ID": "\(settings.rep.userID)", "LOG_LEVEL": "off",
        ]
        let command = Command(
            Executable.url("local-runner").path, ["serve", "--port", "0", "--state", relay.state],
            environment: environment.merging(changes) { $1 }, folder: "/")
        let run = await Task {
            try await command.whileRunning(endedBy: .signal) { line in try await relay.play(line, body) }
        }.result
        await relay.simulator.stop()
        #expect(try run.get().exitCode == 0)
    }

    private func play(_ firstLine: String, _ body: (RunningRelay) async throws -> Void) async throws {
        let address = try #require(firstLine.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/)).output
        let path = WebhookToken.path(organization: "default", key: Secret(Self.urlKey))
        let sender = WebhookSender(
            portal: portal, targetURL: address + path, clientSecret: Secret(Self.secret), transport: CurlTransport(),
            settings: .quick, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        await sender.start()
        let failure: (any Error)?
        do {
            try await body(self)
            failure = nil
        } catch { failure = error }
        await sender.stop()
        if let failure { throw failure }
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
        let end = Date() + Self.patience
        while Date() < end {
            if try await holds() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        try #require(Bool(false), what)
    }
}
