import ArgumentParser
import Foundation
import RelayCore

struct WebhookURLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook-url",
        abstract: "Prints the target URL to give to HubSpot, from PUBLIC_URL, WEBHOOK_URL_KEY and the template's route.",
        discussion: "The URL holds the organization's token: treat it as a secret.")

    @Argument(help: "The organization; without it the one that ORGANIZATION names, or default.")
    var organization: String?

    @OptionGroup var options: RunnerOptions

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        let configuration = try Configuration.load(
            [.required(ConfigurationKeys.webhookURLKey), .optional(ConfigurationKeys.organization)], environment: environment,
            readFile: { Array(try Data(contentsOf: URL(fileURLWithPath: $0))) })
        guard let base = try PublicURL.read(environment) else {
            throw ValidationError(
                "PUBLIC_URL is missing: scheme and host that HubSpot calls, for example https://relay.example.com")
        }
        guard let key = configuration[ConfigurationKeys.webhookURLKey].first else { return }
        let name = organization ?? configuration[ConfigurationKeys.organization]
        guard configuration.organizations[name] != nil else {
            let known = configuration.organizations.keys.sorted().joined(separator: ", ")
            throw ValidationError("no organization \(name) is configured; there are \(known)")
        }
        let path = WebhookToken.path(try options.readTemplate().neededWebhookRoute(), organization: name, key: key)
        say((base.hasSuffix("/") ? String(base.dropLast()) : base) + path)
    }
}
