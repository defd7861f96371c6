import ArgumentParser
import Foundation
import RelayCore

struct WebhookURLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook-url",
        abstract: "Prints the target URL for HubSpot, from PUBLIC_URL, WEBHOOK_URL_KEY and the template's route.",
        discussion: "The URL contains the organization's token: treat it as a secret.")

    @Argument(help: "The organization. Default: the value of ORGANIZATION, else default.")
    var organization: String?

    @OptionGroup var options: RunnerOptions

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        let configuration = try Configuration.load(
            [.required(ConfigurationKeys.webhookURLKey), .optional(ConfigurationKeys.organization)], environment: environment,
            readFile: { Array(try Data(contentsOf: URL(fileURLWithPath: $0))) })
        guard let base = try PublicURL.read(environment) else {
            throw ValidationError(
                "PUBLIC_URL is missing: set it to the scheme and host that HubSpot calls, for example https://relay.example.com")
        }
        guard let key = configuration[ConfigurationKeys.webhookURLKey].first else { return }
        let name = organization ?? configuration[ConfigurationKeys.organization]
        guard configuration.organizations[name] != nil else {
            let known = configuration.organizations.keys.sorted().joined(separator: ", ")
            throw ValidationError("no organization \(name) is configured; the organizations are \(known)")
        }
        let path = WebhookToken.path(try options.readTemplate().neededWebhookRoute(), organization: name, key: key)
        say((base.hasSuffix("/") ? String(base.dropLast()) : base) + path)
    }
}
