import Foundation
import HubSpotSimulator
import RelayCore
import Testing

/// HubSpot's own SDK meets the simulator: a client that was not written for it.
@Suite("HubSpot's SDK drives the simulator")
struct SDKTests {
    static let python = ProcessInfo.processInfo.environment["HUBSPOT_SDK_PYTHON"]

    @Test(
        "Contacts, tickets, owners, pipelines, associations, notes, properties and files",
        .enabled(if: python != nil, "HUBSPOT_SDK_PYTHON is not set"))
    func drive() async throws {
        let server = SimulatorServer(portal: SimulatedPortal())
        let url = try await server.start()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.python))
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("drive_with_sdk.py")
        process.arguments = [script.path, url, "r1"]
        process.environment = ["PATH": "/usr/bin:/bin", "SIMULATOR_TOKEN": server.portal.settings.accessToken.reveal()]
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, output)
        // Waiting in a blocking way would take a thread from the server.
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        for await _ in ended {}
        await server.stop()
        let lines = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).split(separator: "\n")
        #expect(process.terminationStatus == 0, "\(lines.suffix(5).joined(separator: "\n"))")
        #expect(lines.count == 40)
        // Nothing that it called was unknown.
        #expect(server.calls.allSatisfy { $0.operation != nil })
        #expect(Set(server.calls.compactMap(\.operation)).count >= 30)
    }
}
