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

    @Flag(help: "Make a new key: print it and the target URL that it gives, and how to change from the former one.")
    var rotate = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: RunnerOptions

    func run() throws {
        let environment = try options.environment()
        let configuration = try Configuration.load(
            [
                .required(ConfigurationKeys.webhookURLKey), .required(ConfigurationKeys.publicURL),
                .optional(ConfigurationKeys.organization),
            ], environment: environment,
            readFile: { Array(try Data(contentsOf: URL(fileURLWithPath: $0))) })
        guard let key = configuration[ConfigurationKeys.webhookURLKey].first,
            let base = configuration[ConfigurationKeys.publicURL]
        else { return }
        let name = organization ?? configuration[ConfigurationKeys.organization]
        guard configuration.organizations[name] != nil else {
            let known = configuration.organizations.keys.sorted().joined(separator: ", ")
            throw ValidationError("no organization \(name) is configured; the organizations are \(known)")
        }
        let new = rotate ? Secret(Self.newKey()) : nil
        let path = WebhookToken.path(try options.readTemplate().neededWebhookRoute(), organization: name, key: new ?? key)
        if output.json {
            return say(
                JSON.present([
                    "organization": .string(name), "url": .string(base + path), "key": .optional(new?.reveal()),
                ]).canonical)
        }
        say(base + path)
        if let new { StandardStreams.writeError(Self.steps(new)) }
    }

    /// 32 bytes by chance, as text.
    private static func newKey() -> String {
        var random = SystemRandomNumberGenerator()
        return Hex.string((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    }

    private static func steps(_ key: Secret) -> String {
        """
        1. Put the new key before the former one, and start the runner again: both are taken.
             WEBHOOK_URL_KEY=\(key.reveal()),FORMER
        2. Give HubSpot the URL above as the target URL of every organization's webhooks.
        3. When nothing comes to the former URL any more, take the former key away.

        """
    }
}
