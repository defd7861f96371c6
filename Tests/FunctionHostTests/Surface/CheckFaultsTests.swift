import RelayCore
import TestSupport
import Testing

@testable import FunctionHost

@Suite("What a check found, in /readyz")
struct CheckFaultsTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test("The names of the faults stand there, and the host stays ready")
    func named() async throws {
        try await RunningHost.with(workspace, ["scripted"]) { host, port in
            host.setCheckFaults(["scope tickets", "user"])
            let ill = try await HTTPExchange.send("GET", "/readyz", port: port)
            #expect(ill.status == 200 && ill.body == #"{"check":["scope tickets","user"],"status":"ready"}"#)
            host.setCheckFaults([])
            #expect(try await HTTPExchange.send("GET", "/readyz", port: port).body == #"{"status":"ready"}"#)
        }
    }
}
