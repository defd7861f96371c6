import ArgumentParser
import RelayCore
import Setup

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
            ], environment: environment)
        guard let key = configuration[ConfigurationKeys.webhookURLKey].first,
            let base = configuration[ConfigurationKeys.publicURL]
        else { return }
        let name = try configuration.chosen(organization).name
        let new = rotate ? RandomKey.make() : nil
        let path = WebhookToken.path(try options.readTemplate().neededWebhookRoute(), organization: name, key: new ?? key)
        if output.json {
            return say(
                JSON.present([
                    "organization": .string(name), "url": .string(base + path), "key": .optional(new?.reveal()),
                ]))
        }
        say(base + path)
        if let new { StandardStreams.writeError(Self.steps(new)) }
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
