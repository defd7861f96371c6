import RelayCore
import TestSupport
import Testing

@Suite("local-runner webhook-url")
struct WebhookURLTests {
    struct Case: NamedCase {
        let name: String
        var arguments: [String] = []
        let environment: [String: String]
        var exitCode: Int32 = 0
        /// The path's organization, or what the error names.
        let says: String
    }

    private static let complete = [
        "WEBHOOK_URL_KEY": "example-url-key-0001,example-url-key-0000", "PUBLIC_URL": "https://relay.example.com",
    ]

    static let cases = [
        Case(name: "as configured", environment: complete, says: "default"),
        Case(name: "a named organization", environment: complete.merging(["ORGANIZATION": "shop"]) { $1 }, says: "shop"),
        Case(
            name: "no key", environment: ["PUBLIC_URL": "https://relay.example.com"], exitCode: 78,
            says: "WEBHOOK_URL_KEY is missing"),
        Case(
            name: "no address", environment: ["WEBHOOK_URL_KEY": "example-url-key-0001"], exitCode: 78,
            says: "PUBLIC_URL is missing"),
        Case(
            name: "an address without a scheme", environment: complete.merging(["PUBLIC_URL": "relay.example.com"]) { $1 },
            exitCode: 78, says: "PUBLIC_URL must be scheme and host"),
        Case(
            name: "a slash at its end", environment: complete.merging(["PUBLIC_URL": "https://relay.example.com/"]) { $1 },
            says: "default"),
        Case(name: "not configured", arguments: ["other"], environment: complete, exitCode: 64, says: "no organization other"),
    ]

    @Test("The address is printed, or what is missing for it", arguments: cases)
    func prints(_ row: Case) async throws {
        let run = try await Executable.run("local-runner", ["webhook-url"] + row.arguments, environment: row.environment)
        #expect(run.exitCode == row.exitCode)
        if row.exitCode == 0 {
            let path = WebhookToken.path(organization: row.says, key: Secret("example-url-key-0001"))
            #expect(String(decoding: run.output, as: UTF8.self) == "https://relay.example.com\(path)\n")
        } else {
            #expect(run.output.isEmpty)
            #expect(run.errors.contains(row.says))
            #expect(!run.errors.contains("example-url-key-0001"))
        }
    }

    @Test("With --json it is one object, with the key where one was made", arguments: [[], ["--rotate"]])
    func json(_ arguments: [String]) async throws {
        let run = try await Executable.run(
            "local-runner", ["webhook-url", "--json"] + arguments, environment: Self.complete)
        #expect(run.exitCode == 0 && run.errors.isEmpty)
        let said = try JSON.parse(run.output)
        #expect((said["key"]?.string == nil) == arguments.isEmpty)
        let path = WebhookToken.path(organization: "default", key: Secret(said["key"]?.string ?? "example-url-key-0001"))
        #expect(said["url"]?.string == "https://relay.example.com\(path)" && said["organization"] == "default")
    }

    @Test("A new key gives the URL of its own token, each time another")
    func rotates() async throws {
        var keys: Set<String> = []
        for _ in 0..<2 {
            let run = try await Executable.run("local-runner", ["webhook-url", "--rotate"], environment: Self.complete)
            let key = try #require(run.errors.firstMatch(of: /WEBHOOK_URL_KEY=([A-Za-z0-9]{43}),FORMER/)).1
            keys.insert(String(key))
            let path = WebhookToken.path(organization: "default", key: Secret(String(key)))
            #expect(String(decoding: run.output, as: UTF8.self) == "https://relay.example.com\(path)\n")
        }
        #expect(keys.count == 2)
    }
}
