import RelayCore
import TestSupport
import Testing

@Suite("Keys that keep strangers out")
struct StrangerConfigurationTests {
    struct Case: NamedCase {
        let name: String
        let environment: [String: String]
        /// The key, and the end of what is wrong with it; nil: nothing.
        var fault: String?
    }

    static let cases =
        [
            Case(name: "a key and a secret", environment: [:]),
            Case(
                name: "no client secret", environment: ["HUBSPOT_CLIENT_SECRET": ""],
                fault: "HUBSPOT_CLIENT_SECRET is missing: it is needed unless WEBHOOK_UNSIGNED=true"),
            Case(name: "no client secret, on purpose", environment: ["HUBSPOT_CLIENT_SECRET": "", "WEBHOOK_UNSIGNED": "true"]),
            Case(
                name: "an URL key that can be guessed", environment: ["WEBHOOK_URL_KEY": "fifteen-letters"],
                fault: "WEBHOOK_URL_KEY must have at least 16 characters"),
            Case(
                name: "one of two that can be guessed", environment: ["WEBHOOK_URL_KEY": "example-url-key-0001,short"],
                fault: "WEBHOOK_URL_KEY must have at least 16 characters"),
            Case(name: "HubSpot's address", environment: ["HUBSPOT_API_BASE": "https://api.hubapi.com/"]),
            Case(name: "this machine", environment: ["HUBSPOT_API_BASE": "http://127.0.0.1:8090"]),
            Case(name: "this machine, by another of its addresses", environment: ["HUBSPOT_API_BASE": "http://127.8.0.1"]),
            Case(name: "this machine, by name", environment: ["HUBSPOT_API_BASE": "http://LOCALHOST:8090/x"]),
            Case(name: "this machine, in IPv6", environment: ["HUBSPOT_API_BASE": "http://[::1]:8090"]),
        ]
        + [
            "api.hubapi.com", "127.0.0.1.example.com", "127.0.0.1@example.com", "localhost.example.com", "10.0.0.1:80", "[::2]",
            "127.0.0.256",
        ]
        .map { host in
            Case(
                name: "http to \(host)", environment: ["HUBSPOT_API_BASE": "http://\(host)"],
                fault: "HUBSPOT_API_BASE must start with https://; http:// is for 127.0.0.1, [::1] and localhost alone")
        }

    @Test("Refused unless it says so, and no value is told", arguments: cases)
    func keys(_ row: Case) {
        let environment = ["WEBHOOK_URL_KEY": "example-url-key-0001", "HUBSPOT_CLIENT_SECRET": "secret"].merging(row.environment)
        { $1 }
        let uses: [KeyUse] = [
            .required(ConfigurationKeys.webhookURLKey),
            .required(ConfigurationKeys.clientSecret, when: ConfigurationKeys.unsigned, is: false),
            .optional(ConfigurationKeys.unsigned), .optional(ConfigurationKeys.apiBase),
            .optional(ConfigurationKeys.organization),
        ]
        do throws(ConfigurationFaults) {
            _ = try Configuration.load(uses, environment: environment, readFile: { _ in [] })
            #expect(row.fault == nil)
        } catch {
            #expect(error.description.contains(row.fault ?? "no fault"), "\(error.description)")
        }
    }
}
