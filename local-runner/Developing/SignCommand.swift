import ArgumentParser
import Foundation
import Operations
import RelayCore

struct SignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Signs the body of a webhook, as HubSpot does.",
        discussion: """
            Prints the two headers of version 3, made with HUBSPOT_CLIENT_SECRET. For example:
              local-runner sign body.json --url URL | curl --header @- --data-binary @body.json URL
            """)

    @Argument(help: "The file with the body; - reads standard input.")
    var file: String

    @Option(help: "The address that is called, to the letter. Default: that of PUBLIC_URL, as webhook-url prints it.")
    var url: String?

    @Option(help: "The HTTP method.")
    var method = "POST"

    @OptionGroup var target: WebhookTarget
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let body = try InputFile.bytes(file)
        guard let secret = try target.secrets().first else { return }
        let signed = SignedDelivery(
            body, method: method.uppercased(), to: try url ?? target.url(), secret: secret, sentAt: Date())
        guard output.json else {
            for header in signed.headers { say("\(header.name): \(header.value)") }
            return
        }
        say(JSON.object(JSONObject(signed.headers.map { ($0.name, JSON.string($0.value)) })))
    }
}
