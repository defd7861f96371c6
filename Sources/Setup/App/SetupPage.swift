import Foundation
import RelayCore

/// What HubSpot must be told, as a settings file has it: where webhooks go, and which.
package struct SetupPage: Sendable {
    package let targetURL: String
    package let subscriptions: [WebhookSubscription]

    /// - Parameters:
    ///   - route: Of webhooks, with `{organization}` and `{token}`.
    ///   - watch: Further ticket properties.
    /// - Throws: ``ConfigurationFaults``.
    package init(_ draft: SettingsDraft, route: String, watch: [String]) throws(ConfigurationFaults) {
        let configuration = try Configuration.load(
            [
                .required(ConfigurationKeys.publicURL), .required(ConfigurationKeys.webhookURLKey),
                .optional(ConfigurationKeys.organization), .optional(ConfigurationKeys.propertyMapping),
                .optional(ConfigurationKeys.ticketing),
            ], environment: draft.environment, readFile: { Array(try Data(contentsOf: URL(fileURLWithPath: $0))) })
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
    }
}
