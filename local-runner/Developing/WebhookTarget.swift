import ArgumentParser
import Foundation
import FunctionHost
import RelayCore

/// What a command needs that signs or checks webhooks: the app's secret, and the address that HubSpot calls.
struct WebhookTarget: ParsableArguments {
    @OptionGroup var choice: OrganizationChoice
    @OptionGroup var options: RunnerOptions

    private func configuration() throws -> (name: String, Configuration) {
        let configuration = try Configuration.load(
            [
                .optional(ConfigurationKeys.organization), .optional(ConfigurationKeys.webhookURLKey),
                .optional(ConfigurationKeys.clientSecret), .optional(ConfigurationKeys.webhookWindow),
                .optional(ConfigurationKeys.publicURL), .optional(ConfigurationKeys.port),
            ], environment: try options.environment(),
            readFile: { Array(try Data(contentsOf: URL(fileURLWithPath: $0))) })
        let name = choice.organization ?? configuration[ConfigurationKeys.organization]
        guard configuration.organizations[name] != nil else {
            throw ValidationError("no organization \(name) is configured")
        }
        return (name, configuration)
    }

    /// The app's client secrets: one, or two during rotation.
    func secrets() throws -> [Secret] {
        let (name, configuration) = try configuration()
        let secrets = configuration.organizations[name]?[ConfigurationKeys.clientSecret] ?? []
        guard !secrets.isEmpty else { throw ValidationError("HUBSPOT_CLIENT_SECRET is missing") }
        return secrets
    }

    /// Those of other organizations, by name.
    func otherSecrets() throws -> [(name: String, secret: Secret)] {
        let (own, configuration) = try configuration()
        return configuration.organizations.values.filter { $0.name != own }.sorted { $0.name < $1.name }.flatMap { other in
            other[ConfigurationKeys.clientSecret].map { ("the client secret of organization \(other.name)", $0) }
        }
    }

    func window() throws -> Double {
        let (name, configuration) = try configuration()
        return configuration.organizations[name]?[ConfigurationKeys.webhookWindow] ?? 300
    }

    /// Where a runner on this machine takes webhooks; of `PUBLIC_URL` where it is set.
    func url() throws -> String {
        let (name, configuration) = try configuration()
        guard let key = configuration[ConfigurationKeys.webhookURLKey].first else {
            throw ValidationError("WEBHOOK_URL_KEY is missing; give --url")
        }
        let base = configuration[ConfigurationKeys.publicURL] ?? "http://127.0.0.1:\(configuration[ConfigurationKeys.port])"
        let path = WebhookToken.path(try options.readTemplate().neededWebhookRoute(), organization: name, key: key)
        return base + path
    }
}
