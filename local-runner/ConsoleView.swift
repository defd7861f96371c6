import Console
import CurlTransport
import Deployment
import Explaining
import Foundation
import FunctionHost
import Operations
import RelayCore
import StoreEngines

/// What the console shows beside the host's own: sessions, and what the AI would do on a thread.
enum ConsoleView {
    /// - Parameter isDemo: Whether HubSpot is a simulated one.
    static func add(to settings: inout LocalHost.Settings, isDemo: Bool = false) throws {
        let environment = settings.environment
        guard let url = environment["STORE_URL"], !url.isEmpty else { return }
        let configuration = try Configuration.load(
            [
                .optional(ConfigurationKeys.organization), .optional(ConfigurationKeys.portalID),
                .optional(ConfigurationKeys.sessionURL),
            ], environment: environment)
        let stores = try StoreEngine.open(storeURL: url, environment: environment)
        let organizations = configuration.organizations.values.sorted { $0.name < $1.name }
        settings.sessions = SessionLookup(stores: stores, organizations: organizations.map(\.name))
        // Links are of one portal; several organizations have several.
        let only = organizations.count == 1 ? organizations.first : nil
        let portalID = only?[ConfigurationKeys.portalID]
        settings.consoleInfo = ConsoleInfo(
            functions: settings.template.functions.map(\.name), organizations: organizations.map(\.name), portalID: portalID,
            isDemo: isDemo,
            threadLink: isDemo ? nil : portalID.map { "https://app.hubspot.com/live-messages/\($0)/inbox/{id}" },
            sessionLink: only?[ConfigurationKeys.sessionURL]?.replacing("{sessionId}", with: "{id}"))
        let lookup = settings.sessions
        settings.explain = { thread in
            let configuration = try Configuration.load(
                ThreadExplanation.configuration, environment: environment)
            let organization = try await lookup?.find(thread)?.organization ?? configuration[ConfigurationKeys.organization]
            return try await ThreadExplanation.of(
                threadID: thread, messageID: nil, organization: organization, configuration: configuration, stores: stores,
                transport: CurlTransport(), ambient: .live
            ).json
        }
    }
}
