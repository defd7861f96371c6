import ArgumentParser
import Foundation
import FunctionHost
import RelayCore

/// What a command needs that signs or checks webhooks: the app's secret, and the address that HubSpot calls.
struct WebhookTarget: ParsableArguments {
    @OptionGroup var choice: OrganizationChoice
    @OptionGroup var options: RunnerOptions

    private func configuration() throws -> (own: OrganizationConfiguration, Configuration) {
        let configuration = try Configuration.load(
            [
                .optional(ConfigurationKeys.organization), .optional(ConfigurationKeys.webhookURLKey),
                .optional(ConfigurationKeys.clientSecret), .optional(ConfigurationKeys.webhookWindow),
                .optional(ConfigurationKeys.publicURL), .optional(ConfigurationKeys.port),
            ], environment: try options.environment())
        return (try configuration.chosen(choice.organization), configuration)
    }

    /// The app's client secrets: one, or two during rotation.
    func secrets() throws -> [Secret] {
        let secrets = try configuration().own[ConfigurationKeys.clientSecret]
        guard !secrets.isEmpty else { throw ValidationError("HUBSPOT_CLIENT_SECRET is missing") }
        return secrets
    }

    /// Those of other organizations, by name.
    func otherSecrets() throws -> [(name: String, secret: Secret)] {
        let (own, configuration) = try configuration()
        return configuration.organizations.values.filter { $0.name != own.name }.sorted { $0.name < $1.name }.flatMap { other in
            other[ConfigurationKeys.clientSecret].map { ("the client secret of organization \(other.name)", $0) }
        }
    }

    func window() throws -> Double { try configuration().own[ConfigurationKeys.webhookWindow] }

    /// Where a runner on this machine takes webhooks; of `PUBLIC_URL` where it is set.
    func url() throws -> String {
        let (own, configuration) = try configuration()
        guard let key = configuration[ConfigurationKeys.webhookURLKey].first else {
            throw ValidationError("WEBHOOK_URL_KEY is missing; give --url")
        }
        let base = configuration[ConfigurationKeys.publicURL] ?? "http://127.0.0.1:\(configuration[ConfigurationKeys.port])"
        let path = WebhookToken.path(try options.readTemplate().neededWebhookRoute(), organization: own.name, key: key)
        return base + path
    }
}
