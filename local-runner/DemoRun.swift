import CurlTransport
import Deployment
import Foundation
import FunctionHost
import HostWorkers
import HubSpotSimulator
import Logging
import RelayCore
import Setup

/// Starts a simulated HubSpot, the runner, and the webhooks between them.
struct DemoRun: Sendable {
    let template: DeploymentTemplate
    let executables: String
    /// The folder of the sample articles that the AI answers from.
    let articles: String
    /// Where queue and store are kept.
    let folder: String

    private static let urlKey = "demo-url-key-0001"
    private static let clientSecret = "demo-client-secret"
    private static let organization = "default"

    /// Runs everything while `perform` plays, and stops it after.
    func play(_ perform: @escaping @Sendable (DemoScript) async throws -> Void) async throws {
        let simulator = SimulatorServer(portal: SimulatedPortal(settings: Self.portalSettings))
        let hubSpotURL = try await simulator.start()
        do {
            try await play(perform, simulator.portal, hubSpotURL)
        } catch {
            await simulator.stop()
            throw error
        }
        await simulator.stop()
    }

    private static var portalSettings: PortalSettings {
        var settings = PortalSettings()
        settings.welcomeText = "Hi! How can we help you?"
        return settings
    }

    private func play(
        _ perform: @escaping @Sendable (DemoScript) async throws -> Void, _ portal: SimulatedPortal, _ hubSpotURL: String
    ) async throws {
        var settings = LocalHost.Settings(
            template: template, executables: executables, environment: environment(portal.settings, hubSpotURL),
            queuePath: "\(folder)/queue.sqlite")
        try ConsoleView.add(to: &settings, isDemo: true)
        settings.check = { [settings, template] in
            try await LiveCheck(
                settings.environment, webhookRoute: try template.neededWebhookRoute(), queuePath: settings.queuePath,
                settingsPath: nil, logger: Logger(label: "check", factory: { _ in SwiftLogNoOpLogHandler() })
            ).report(asksEngine: false).json
        }
        settings.consoleAdditions = ["simulator": SimulatorSurface(url: hubSpotURL, transport: CurlTransport())]
        let host = try await LocalHost(
            settings, ambient: .live, logger: Logger.relay(label: "local-runner", level: "warning", format: "text"))
        let (runnerPorts, foundRunner) = AsyncStream.makeStream(of: Int.self)
        let runner = Task {
            defer { foundRunner.finish() }
            try await host.run { foundRunner.yield($0) }
        }
        guard let runnerPort = await runnerPorts.first(where: { _ in true }) else {
            // It ended by itself, or nobody waits for it any more.
            runner.cancel()
            try await runner.value
            return try Task.checkCancellation()
        }
        let runnerURL = "http://127.0.0.1:\(runnerPort)"
        let path = WebhookToken.path(try template.neededWebhookRoute(), organization: Self.organization, key: Secret(Self.urlKey))
        let sender = WebhookSender(
            portal: portal, targetURL: runnerURL + path,
            clientSecret: Secret(Self.clientSecret), transport: CurlTransport(), settings: .quick,
            logger: Logger.relay(label: "hubspot-simulator", level: "error", format: "text"))
        await sender.start()
        let script = DemoScript(
            portal: portal, host: host, storePath: "\(folder)/relay.sqlite", hubSpotURL: hubSpotURL, runnerURL: runnerURL)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await perform(script))
        } catch {
            outcome = .failure(error)
        }
        await sender.stop()
        runner.cancel()
        _ = await runner.result
        try outcome.get()
    }

    private func environment(_ portal: PortalSettings, _ hubSpotURL: String) -> [String: String] {
        // Nothing of what a real deployment is configured by: the demo talks to the simulated HubSpot alone.
        var environment = ProcessInfo.processInfo.environment.filter {
            FunctionEnvironment.common.contains($0.key)
        }
        environment.merge([
            "STORE_URL": "sqlite:\(folder)/relay.sqlite", "AI_ENGINE": "articles", "ARTICLES_PATH": articles,
            "HUBSPOT_API_BASE": hubSpotURL,
            "HUBSPOT_ACCESS_TOKEN": portal.accessToken.reveal(), "HUBSPOT_CLIENT_SECRET": Self.clientSecret,
            "HUBSPOT_USER_ID": "\(portal.aiUser.userID)", "HANDOFF_USER_ID": "\(portal.rep.userID)",
            "HUBSPOT_PORTAL_ID": "\(portal.portalID)", "WEBHOOK_URL_KEY": Self.urlKey, "CHAT_DELAY": "0.2",
            "EMAIL_DELAY": "0.5", "REPLY_CHECK_DELAY": "1", "LOG_LEVEL": "error", "LOG_FORMAT": "text",
            "SESSION_URL": "https://sessions.example.com/{sessionId}",
            "SIGNATURES": #"[{"pattern":"shop.example","html":"<p>Example Outfitters<br>+1-555-0100</p>"}]"#,
        ]) { _, demo in demo }
        return environment
    }
}
