import CurlTransport
import Foundation
import FunctionHost
import HubSpotSimulator
import Logging
import RelayCore

/// Starts a simulated HubSpot, the runner, and the webhooks between them.
struct DemoStage: Sendable {
    let template: DeploymentTemplate
    let executables: String
    let folder: String

    private static let urlKey = "demo-url-key"
    private static let clientSecret = "demo-client-secret"
    private static let organization = "default"

    /// Runs everything while `perform` plays, and stops it after.
    func play(_ perform: @escaping @Sendable (DemoScript) async throws -> Void) async throws {
        let portal = SimulatedPortal()
        let (hubSpotPorts, foundHubSpot) = AsyncStream.makeStream(of: Int.self)
        let simulator = Task {
            defer { foundHubSpot.finish() }
            try await SimulatorServer(portal).run { foundHubSpot.yield($0) }
        }
        guard let hubSpotPort = await hubSpotPorts.first(where: { _ in true }) else {
            try await simulator.value
            return
        }
        let hubSpotURL = "http://127.0.0.1:\(hubSpotPort)"
        let host = try LocalHost(
            LocalHost.Settings(
                template: template, executables: executables, environment: environment(hubSpotURL),
                queuePath: "\(folder)/queue.sqlite"),
            ambient: .live, logger: Logger.relay(label: "local-runner", level: "warning", format: "text"))
        let (runnerPorts, foundRunner) = AsyncStream.makeStream(of: Int.self)
        let runner = Task {
            defer { foundRunner.finish() }
            try await host.run { foundRunner.yield($0) }
        }
        guard let runnerPort = await runnerPorts.first(where: { _ in true }) else {
            try await runner.value
            return
        }
        let runnerURL = "http://127.0.0.1:\(runnerPort)"
        let token = WebhookToken.token(organization: Self.organization, key: Secret(Self.urlKey))
        let sender = WebhookSender(
            portal, transport: CurlTransport(), target: "\(runnerURL)/webhooks/hubspot/\(Self.organization)/\(token)",
            clientSecret: Self.clientSecret)
        let webhooks = Task { await sender.run() }
        let script = DemoScript(
            portal: portal, host: host, storePath: "\(folder)/relay.sqlite", hubSpotURL: hubSpotURL, runnerURL: runnerURL)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await perform(script))
        } catch {
            outcome = .failure(error)
        }
        webhooks.cancel()
        runner.cancel()
        simulator.cancel()
        _ = await (webhooks.result, runner.result, simulator.result)
        try outcome.get()
    }

    private func environment(_ hubSpotURL: String) -> [String: String] {
        var environment = ProcessInfo.processInfo.environment
        environment.merge([
            "STORE_URL": "sqlite:\(folder)/relay.sqlite", "HUBSPOT_API_BASE": hubSpotURL,
            "HUBSPOT_ACCESS_TOKEN": SimulatedPortal.accessToken, "HUBSPOT_CLIENT_SECRET": Self.clientSecret,
            "HUBSPOT_USER_ID": SimulatedPortal.aiUserID, "HANDOFF_USER_ID": SimulatedPortal.repUserID,
            "HUBSPOT_PORTAL_ID": "\(SimulatedPortal.portalID)", "WEBHOOK_URL_KEY": Self.urlKey, "CHAT_DELAY": "0.2",
            "EMAIL_DELAY": "0.5", "REPLY_CHECK_DELAY": "1", "LOG_LEVEL": "error", "LOG_FORMAT": "text",
            "SESSION_URL": "https://sessions.example.com/{sessionId}",
            "SIGNATURES": #"[{"pattern":"shop.example","html":"<p>Example Outfitters<br>+1-555-0100</p>"}]"#,
        ]) { _, demo in demo }
        return environment
    }
}
