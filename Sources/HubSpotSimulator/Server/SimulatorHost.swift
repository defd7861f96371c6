import Logging
import RelayCore

/// A portal, its server and its webhooks, run together.
package struct SimulatorHost: Sendable {
    package struct Webhooks: Sendable {
        /// nil: events wait until a control call names it.
        package var targetURL: String?
        package var clientSecret: Secret
        package var settings: WebhookSettings

        package init(targetURL: String?, clientSecret: Secret, settings: WebhookSettings) {
            self.targetURL = targetURL
            self.clientSecret = clientSecret
            self.settings = settings
        }
    }

    private let portal: SimulatedPortal
    private let server: SimulatorServer
    private let sender: WebhookSender?

    /// - Parameters:
    ///   - port: 0 takes any free one.
    ///   - webhooks: nil sends none: they wait.
    package init(
        settings: PortalSettings, port: Int, webhooks: Webhooks?, transport: any HTTPTransport, ambient: Ambient = .live,
        logger: Logger
    ) {
        let portal = SimulatedPortal(settings: settings, ambient: ambient)
        let sender = webhooks.map {
            WebhookSender(
                portal: portal, targetURL: $0.targetURL, clientSecret: $0.clientSecret, transport: transport,
                settings: $0.settings, logger: logger)
        }
        self.portal = portal
        self.sender = sender
        server = SimulatorServer(portal: portal, port: port, webhooks: sender)
    }

    /// Runs until the task is cancelled.
    /// - Parameter ready: Told the base URL as soon as calls are answered.
    package func run(ready: (String) -> Void) async throws {
        ready(try await server.start())
        await sender?.start()
        await portal.keepUp()
        await sender?.stop()
        await server.stop()
    }
}
