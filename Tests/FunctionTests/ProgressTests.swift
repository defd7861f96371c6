import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import handoff_comment

@Suite("Work that gets further")
struct ProgressTests {
    @Test("A delivery that wrote something says so, and one that did not says nothing")
    func progress() async throws {
        try await Stage.run { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            let handoff = try await stage.turn(on: thread)
            stage.simulator.failNext(.refuse(.locked), matching: .posting(.comment), times: nil)
            let clock = TestClock(now: Date())
            let function = try Functions(stage.services(clock.ambient))
            var told: [Bool?] = []
            for _ in 0..<3 {
                let result = await stage.handle(function, handoff)
                #expect(result.status == .retry && result.code == .locked, "\(result.line)")
                told.append(result.data["progress"]?.bool)
                clock.advance(60)
            }
            // The closing line, the contact and the ticket stand after the first.
            #expect(told == [true, nil, nil])
        }
    }
}
