import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("The command line")
struct CommandLineTests {
    private static let commands = [
        "init", "check", "serve", "demo", "webhook-url", "events", "trace", "explain", "sessions", "session", "report", "pause",
        "resume", "close",
        "handoff", "replay", "dead-letters", "send", "forget", "invoke", "trigger", "sign", "verify", "signature",
    ]

    @Test("Every command stands on one screen", arguments: [[], ["--help"], ["-h"], ["help"]])
    func help(_ arguments: [String]) async throws {
        let run = try await Executable.run("local-runner", arguments)
        #expect(run.exitCode == 0)
        let lines = String(decoding: run.output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 24)
        #expect(lines.allSatisfy { $0.count <= 80 })
        let words = Set(lines.joined(separator: " ").split { !($0.isLetter || $0 == "-") }.map(String.init))
        #expect(words.isSuperset(of: Self.commands))
    }

    @Test("Each says more about itself, and none that is none", arguments: commands)
    func helpOfEach(_ command: String) async throws {
        let run = try await Executable.run("local-runner", [command, "--help"])
        #expect(run.exitCode == 0)
        #expect(String(decoding: run.output, as: UTF8.self).hasPrefix("OVERVIEW: "))
        #expect(try await Executable.run("local-runner", ["no-\(command)"]).exitCode == 64)
    }

    @Test("Each that prints data prints it as JSON too", arguments: commands.filter { !["init", "serve", "demo"].contains($0) })
    func jsonOfEach(_ command: String) async throws {
        let words = command == "signature" ? [command, "explain"] : [command]
        let run = try await Executable.run("local-runner", words + ["--help"])
        #expect(String(decoding: run.output, as: UTF8.self).contains("\n  --json "))
    }

    @Test(
        "Where no runner has run, that is said",
        arguments: [["events"], ["trace", "7"], ["report"], ["replay", "x"], ["sessions"], ["session", "7"], ["pause", "7"]])
    func nothing(_ arguments: [String]) async throws {
        let folder = try TemporaryFolder()
        let run = try await Executable.run(
            "local-runner", arguments + ["--state", folder.url.path], environment: ["STORE_URL": ""])
        #expect(run.exitCode == 64)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("there is no history at ") || run.errors.contains("there are no sessions at "))
    }

    // MARK: Signatures of webhooks

    private static let environment = [
        "HUBSPOT_CLIENT_SECRET": "example-client-secret", "WEBHOOK_URL_KEY": "example-url-key-0001",
        "PUBLIC_URL": "https://relay.example.com",
    ]

    @Test(
        "What was signed is right, for the default address and for another",
        arguments: [[], ["--url", "https://x.example/a?b=1"]])
    func signed(_ url: [String]) async throws {
        let body = Array(#"[{"a": 1}]"#.utf8)
        let signed = try await Executable.run(
            "local-runner", ["sign", "-", "--json"] + url, input: body, environment: Self.environment)
        let headers = try JSON.parse(signed.output)
        let timestamp = try #require(headers["X-HubSpot-Request-Timestamp"]?.string)
        let signature = try #require(headers["X-HubSpot-Signature-v3"]?.string)
        let given = ["verify", "-", "--timestamp", timestamp, "--signature", signature]
        let right = try await Executable.run("local-runner", given + url, input: body, environment: Self.environment)
        #expect(right.exitCode == 0)
        #expect(String(decoding: right.output, as: UTF8.self) == "The signature is right.\n")
        let wrong = try await Executable.run(
            "local-runner", given + url, input: Array(#"[{"a":1}]"#.utf8), environment: Self.environment)
        #expect(wrong.exitCode == 1)
        #expect(String(decoding: wrong.output, as: UTF8.self).contains("the body was written anew"))
    }

    struct Address: NamedCase {
        let name: String
        let address: String
        var exitCode: Int32 = 0
        let says: String
    }

    @Test(
        "The signature of an address is explained",
        arguments: [
            Address(name: "exact", address: "Help <help@shop.example>", says: "shop.example                  chosen"),
            Address(name: "wildcard", address: "help@mail.shop.example", says: "*.shop.example                chosen"),
            Address(name: "none", address: "help@other.example", exitCode: 1, says: "No signature is for other.example"),
            Address(name: "no address", address: "help", exitCode: 65, says: "address is not an e-mail address"),
        ])
    func signatureOf(_ row: Address) async throws {
        let signatures = """
            [{"pattern":"*.shop.example","html":"<p>Mail</p>"},{"pattern":"shop.example","html":"<p>Shop</p>"}]
            """
        let run = try await Executable.run(
            "local-runner", ["signature", "explain", row.address], environment: ["SIGNATURES": signatures])
        #expect(run.exitCode == row.exitCode)
        #expect((String(decoding: run.output, as: UTF8.self) + run.errors).contains(row.says))
    }
}
