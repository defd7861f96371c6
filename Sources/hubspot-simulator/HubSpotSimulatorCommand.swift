import ArgumentParser
import CurlTransport
import Foundation
import HubSpotSimulator
import Logging
import RelayCore
import ServiceLifecycle
import UnixSignals

/// Runs a simulated HubSpot portal on this machine.
@main
struct HubSpotSimulatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hubspot-simulator",
        abstract:
            "Runs a simulated HubSpot portal: its API, its webhooks, and calls under /simulator that play people and faults.",
        discussion: "Listens only on 127.0.0.1. Everything is kept in memory and is gone when it ends.")

    @Option(help: "The port; 0 picks a free one.")
    var port = 8090

    @Option(help: "Where to send webhooks. Without it they wait until POST /simulator/webhooks/target names it.")
    var target: String?

    @Option(help: "The secret that signs webhooks. Default: HUBSPOT_CLIENT_SECRET.")
    var clientSecret: String?

    @Option(help: "A JSON file that changes the portal's settings.", completion: .file(extensions: ["json"]))
    var settings: String?

    @Option(help: "The most webhook events per second.")
    var eventsPerSecond: Double?

    @Flag(help: "Repeat failed webhooks within seconds instead of within a day.")
    var quickRetries = false

    func validate() throws {
        guard 0...65_535 ~= port else { throw ValidationError("--port must be from 0 to 65535") }
        if let eventsPerSecond, !(eventsPerSecond > 0) { throw ValidationError("--events-per-second must be above 0") }
        if let target, !(target.hasPrefix("http://") || target.hasPrefix("https://")) {
            throw ValidationError("--target must be an http or https URL")
        }
        if target != nil, secret == nil { throw ValidationError("--target needs --client-secret or HUBSPOT_CLIENT_SECRET") }
    }

    func run() async throws {
        let settings = try readSettings()
        let host = SimulatorHost(
            settings: settings, port: port, webhooks: webhooks, transport: CurlTransport(),
            logger: Logger.relay(label: "hubspot-simulator", level: "warning", format: "text"))
        let quiet = Logger(label: "services", factory: { _ in SwiftLogNoOpLogHandler() })
        let program = Program(host: host, token: settings.accessToken, portalID: settings.portalID)
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: program, successTerminationBehavior: .gracefullyShutdownGroup)],
                cancellationSignals: [.sigint, .sigterm], logger: quiet))
        do {
            try await group.run()
        } catch is CancellationError {
            return
        }
    }

    private var secret: Secret? {
        let given = clientSecret ?? ProcessInfo.processInfo.environment["HUBSPOT_CLIENT_SECRET"] ?? ""
        return given.isEmpty ? nil : Secret(given)
    }

    private var webhooks: SimulatorHost.Webhooks? {
        guard let secret else { return nil }
        var settings = quickRetries ? WebhookSettings.quick : WebhookSettings()
        settings.eventsPerSecond = eventsPerSecond
        return SimulatorHost.Webhooks(targetURL: target, clientSecret: secret, settings: settings)
    }

    private func readSettings() throws -> PortalSettings {
        guard let path = settings else { return PortalSettings() }
        do {
            return try PortalSettings().changed(by: try JSON.parse(try Data(contentsOf: URL(fileURLWithPath: path))))
        } catch let error as FieldError {
            throw ValidationError("\(path): \(error)")
        } catch let error as JSONParseError {
            throw ValidationError("\(path) is not JSON: \(error)")
        } catch {
            throw ValidationError("\(path) cannot be read")
        }
    }
}

/// Prints its one line when calls are answered, and runs until it is cancelled.
private struct Program: Service {
    let host: SimulatorHost
    let token: Secret
    let portalID: Int

    func run() async throws {
        try await host.run { url in
            let line = "url=\(url) token=\(token.reveal()) portal=\(portalID)\n"
            try? FileHandle.standardOutput.write(contentsOf: Data(line.utf8))
        }
    }
}
