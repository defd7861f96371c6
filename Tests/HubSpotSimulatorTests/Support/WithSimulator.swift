import HubSpotSimulator
import RelayCore
import TestSupport

/// Runs a portal and its server for as long as `body` takes.
func withSimulator(
    _ settings: PortalSettings = PortalSettings(), clock: TestClock = TestClock(),
    _ body: (SimulatorServer, SimulatorClient) async throws -> Void
) async throws {
    try await FewAtOnce.run {
        let server = SimulatorServer(portal: SimulatedPortal(settings: settings, ambient: clock.ambient))
        let client = SimulatorClient(baseURL: try await server.start())
        do {
            try await body(server, client)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }
}

extension JSON {
    /// The members of an object, for comparisons of shapes.
    var keys: Set<String> { Set((object ?? [:]).keys) }
}
