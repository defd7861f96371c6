import Foundation
import RelayCore

/// What a settings file comes to: what HubSpot must be told, and whether customers hear the AI.
package struct SetupPage: Sendable {
    package let targetURL: String
    package let subscriptions: [WebhookSubscription]
    /// For people: `drafts: …`.
    package let mode: String
    /// Where the console answers on this machine.
    package let consolePort: Int

    /// - Parameters:
    ///   - route: Of webhooks, with `{organization}` and `{token}`.
    ///   - watch: Further ticket properties.
    /// - Throws: ``ConfigurationFaults``.
    package init(_ draft: SettingsDraft, route: String, watch: [String]) throws(ConfigurationFaults) {
        let configuration = try Configuration.load(
            [
                .required(ConfigurationKeys.publicURL), .required(ConfigurationKeys.webhookURLKey),
                .optional(ConfigurationKeys.organization), .optional(ConfigurationKeys.propertyMapping),
                .optional(ConfigurationKeys.ticketing), .optional(ConfigurationKeys.autopilot),
                .optional(ConfigurationKeys.assistMode), .optional(ConfigurationKeys.port),
                .optional(ConfigurationKeys.adminPort),
            ], environment: draft.environment)
        guard let base = configuration[ConfigurationKeys.publicURL],
            let key = configuration[ConfigurationKeys.webhookURLKey].first,
            let organization = configuration.organization(named: configuration[ConfigurationKeys.organization])
        else {
            throw ConfigurationFaults([ConfigurationFault(key: ConfigurationKeys.organization.name, problem: "is not configured")]
            )
        }
        targetURL = base + WebhookToken.path(route, organization: organization.name, key: key)
        subscriptions = WebhookSubscription.all(
            properties: WatchedProperties.of(organization, more: watch), isTicketing: organization[ConfigurationKeys.ticketing])
        mode = ModeCheck.line(organization).says
        consolePort = configuration[ConfigurationKeys.adminPort] ?? configuration[ConfigurationKeys.port]
    }
}
