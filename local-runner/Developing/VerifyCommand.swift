import ArgumentParser
import Foundation
import Operations
import RelayCore

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks a webhook's signature, and says why one is wrong.",
        discussion: """
            The file holds the body's bytes as they came, with --url, --timestamp and --signature; or one http.request event. A \
            wrong signature is tried with other schemes, hosts, bodies, times, versions and secrets; what makes it right is \
            named. Ends with 0 where it is right, else with 1.
            """)

    @Argument(help: "The file; - reads standard input.")
    var file: String

    @Option(help: "The address that was called, to the letter. Default: that of PUBLIC_URL, as webhook-url prints it.")
    var url: String?

    @Option(help: "An address by which the sender may have called instead. May be given several times.")
    var alsoUrl: [String] = []

    @Option(help: "The HTTP method.")
    var method = "POST"

    @Option(help: "The value of X-HubSpot-Request-Timestamp.")
    var timestamp: String?

    @Option(help: "The value of X-HubSpot-Signature-v3.")
    var signature: String?

    @OptionGroup var target: WebhookTarget
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let request = try self.request(try InputFile.bytes(file))
        let publicURL = try? target.url()
        let diagnosis = SignatureDiagnosis.of(
            request, secrets: try target.secrets(), otherURLs: alsoUrl + others(of: request) + [publicURL].compactMap(\.self),
            otherSecrets: try target.otherSecrets(), window: try target.window(), now: Date())
        if output.json {
            say(diagnosis.json)
        } else {
            say(output.style.text(diagnosis.sentence, diagnosis.isRight ? .good : .bad))
            for remedy in diagnosis.remedies { sayPlainly("  \(remedy)") }
        }
        if !diagnosis.isRight { throw CommandEnd.unmet }
    }

    /// The request as it came: the file's event, or the file as its body.
    private func request(_ bytes: [UInt8]) throws -> HTTPRequestEvent {
        if let json = try? JSON.parse(bytes), let event = try? RelayEvent(json: json), event.type == HTTPRequestEvent.type {
            do throws(FieldError) {
                return try HTTPRequestEvent(event)
            } catch {
                throw ended(error.description, ArgumentParser.ExitCode(RelayCore.ExitCode.badInput.rawValue))
            }
        }
        guard let timestamp, let signature else { throw ValidationError("--timestamp and --signature are needed with a body") }
        let url = try url ?? target.url()
        return HTTPRequestEvent(
            method: method.uppercased(), url: url, path: url, query: "",
            headers: ["x-hubspot-request-timestamp": timestamp, "x-hubspot-signature-v3": signature], body: bytes)
    }

    /// Addresses that the request's own headers speak of.
    private func others(of request: HTTPRequestEvent) -> [String] {
        guard let url = URLComponents(string: request.url) else { return [] }
        return ["x-forwarded-host", "host"].compactMap { request.headers[$0] }.compactMap { host in
            var other = url
            other.scheme = request.headers["x-forwarded-proto"] ?? url.scheme
            let parts = host.split(separator: ":")
            other.host = parts.first.map(String.init)
            other.port = parts.count == 2 ? Int(parts[1]) : nil
            return other.string
        }
    }
}
