import Foundation
import RelayCore
import TestSupport
import Testing

@testable import HubSpotSimulator

/// docs/simulator.md says what the code has, and its examples work.
@Suite("docs/simulator.md")
struct SimulatorDocumentTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text() throws -> String {
        try String(contentsOf: root.appendingPathComponent("docs/simulator.md"), encoding: .utf8)
    }

    /// The cells of the tables with that heading.
    private static func rows(heading: String) throws -> [[String]] {
        let lines = try text().split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0 == heading })
        return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map { line in
            line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }
    }

    @Test("Every control call is listed with its members")
    func calls() throws {
        let listed = try Self.rows(heading: "| method | path | members of the body | what happens |").map { row in
            row[1] == "`/settings`" && row[0] == "PATCH" ? [row[0], row[1], ""] : Array(row.prefix(3))
        }
        let known = ControlRoute.all.map { route in
            let fields = route.path == "/settings" ? [] : route.fields
            return [
                route.method, "`\(route.path.isEmpty ? "/" : route.path)`", fields.map { "`\($0)`" }.joined(separator: ", "),
            ]
        }
        #expect(listed == known)
    }

    @Test("Every setting is listed")
    func settings() throws {
        let listed = try Self.rows(heading: "| name | default | meaning |").map { $0[0] }
        #expect(Set(listed) == Set(PortalSettings.fields.map { "`\($0.name)`" }))
        #expect(listed.count == PortalSettings.fields.count)
    }

    private static let hasCurl = FileManager.default.isExecutableFile(atPath: "/usr/bin/curl")

    @Test("Every example of curl succeeds", .enabled(if: hasCurl, "/usr/bin/curl is not there"))
    func examples() async throws {
        let blocks = try Self.text().components(separatedBy: "```sh\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        let script = try #require(blocks.first { $0.contains("$URL") })
        let server = SimulatorServer(portal: SimulatedPortal())
        let url = try await server.start()
        let outcome = try await Command(
            "/bin/bash", ["-euo", "pipefail", "-c", "curl() { command curl --fail-with-body -sS \"$@\"; echo; }\n" + script],
            environment: [
                "PATH": "/usr/bin:/bin", "URL": url, "TOKEN": server.portal.settings.accessToken.reveal(),
                "no_proxy": "127.0.0.1",
            ]
        ).run()
        await server.stop()
        let said = outcome.text
        #expect(outcome.exitCode == 0, "\(said.suffix(500)) \(outcome.errors.suffix(500))")
        #expect(said.split(separator: "\n").count == script.split(separator: "\n").count { $0.hasPrefix("curl ") })
    }
}
