import Conversations
import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("What a worker had that has ended")
struct EndedWorkerTests {
    enum Possession: String, CaseIterable { case claim, turnLease = "turn", postLease = "post" }

    /// A worker that took something for an hour, and an answer that needs it.
    private func answer(_ possession: Possession, hasEnded: Bool) async throws -> FunctionResult? {
        var result: FunctionResult?
        try await Stage.run { stage in
            let thread = try await stage.chat("How long does shipping take?")
            // Behind the message, so that its turn is due. The engine has its time-out.
            let clock = TestClock(now: Date() + 60, shortestTimeout: 20)
            var ambient = clock.ambient
            ambient.hasEnded = { hasEnded && $0 == "gone/1" }
            let function = try Functions(stage.services(ambient))
            var event = try await stage.arrival(on: thread)
            if possession != .claim {
                event = try #require(await stage.handle(function, event).events.first)
                if possession == .postLease { event = try #require(await stage.handle(function, event).events.first) }
            }
            let hour = clock.now + 3600
            if possession == .claim {
                let identity = EventIdentity(source: event.source, id: event.id)
                _ = try await stage.store.claim(identity, owner: "gone/1", now: clock.now, until: hour)
            } else {
                let name = "\(possession.rawValue):\(thread)"
                _ = try await stage.store.acquireLease(name: name, owner: "gone/1", now: clock.now, until: hour)
            }
            result = await stage.handle(function, event)
        }
        return result
    }

    @Test("It is free at once", arguments: Possession.allCases)
    func free(_ possession: Possession) async throws {
        let result = try #require(try await answer(possession, hasEnded: true))
        #expect(result.status == .done, "\(result.line)")
    }

    @Test("What a worker has that may live is waited for", arguments: Possession.allCases)
    func busy(_ possession: Possession) async throws {
        let result = try #require(try await answer(possession, hasEnded: false))
        #expect(result.status == .retry && result.code == (possession == .claim ? .claimBusy : .leaseBusy), "\(result.line)")
    }
}
