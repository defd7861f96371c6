import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("Whose token it is")
struct PortalIdentityTests {
    @Test("A refusal is not asked for again with every event", arguments: [400, 401, 403, 404])
    func refused(_ status: Int) async throws {
        try await Stage.run { stage in
            stage.simulator.failNext(.refuse(Refusal(status, "no")), matching: .operation(.tokenInfo), times: nil)
            let clock = TestClock(now: Date())
            let functions = try Functions(stage.services(clock.ambient))
            func write() async throws {
                let thread = try await stage.chat("Hello")
                #expect(await stage.handle(functions, try await stage.arrival(on: thread)).status == .done)
            }
            func asked() -> Int { stage.simulator.calls.count { $0.operation == .tokenInfo } }
            for _ in 0..<3 { try await write() }
            #expect(asked() == 1)
            clock.advance(601)
            try await write()
            #expect(asked() == 2)
        }
    }

    @Test("What passes is asked for again")
    func passing() async throws {
        try await Stage.run { stage in
            stage.simulator.failNext(.refuse(.unavailable), matching: .operation(.tokenInfo), times: nil)
            let clock = TestClock(now: Date())
            let functions = try Functions(stage.services(clock.ambient))
            _ = await stage.handle(functions, try await stage.arrival(on: try await stage.chat("Hello")))
            let asked = stage.simulator.calls.count { $0.operation == .tokenInfo }
            stage.simulator.forgetFaults()
            _ = await stage.handle(functions, try await stage.arrival(on: try await stage.chat("Hello")))
            #expect(stage.simulator.calls.count { $0.operation == .tokenInfo } == asked + 1)
        }
    }
}
