import Foundation
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

/// HubSpot's own SDK meets the simulator: a client that was not written for it.
@Suite("HubSpot's SDK drives the simulator")
struct SDKTests {
    static let python = ProcessInfo.processInfo.environment["TEST_PYTHON"]

    @Test(
        "The SDK works with contacts, tickets, owners, pipelines, associations, notes, properties and files",
        .enabled(if: python != nil, "TEST_PYTHON is not set"))
    func drive() async throws {
        let server = SimulatorServer(portal: SimulatedPortal())
        let url = try await server.start()
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("drive_with_sdk.py")
        let outcome = try await Command(
            try #require(Self.python), [script.path, url, "r1"],
            environment: ["PATH": "/usr/bin:/bin", "SIMULATOR_TOKEN": server.portal.settings.accessToken.reveal()]
        ).run()
        await server.stop()
        let lines = outcome.text.split(separator: "\n")
        #expect(outcome.exitCode == 0, "\(lines.suffix(5).joined(separator: "\n")) \(outcome.errors.suffix(1000))")
        #expect(lines.count == 40)
        // Nothing that it called was unknown.
        #expect(server.calls.allSatisfy { $0.operation != nil })
        #expect(Set(server.calls.compactMap(\.operation)).count >= 30)
    }
}
