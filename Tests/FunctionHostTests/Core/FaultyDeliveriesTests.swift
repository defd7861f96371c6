import HostCore
import RelayCore
import TestSupport
import Testing

@Suite("How often events failed here")
struct FaultyDeliveriesTests {
    private func key(_ id: String) -> EventKey { event(id).key }

    private static func later(_ code: ReasonCode, progress: Bool = false) -> InvocationResult {
        InvocationResult(FunctionResult(status: .retry, code: code, data: [FunctionResult.progress: .bool(progress)]))
    }

    struct Row: NamedCase {
        let name: String
        let result: InvocationResult
        let attempt: Int
    }

    @Test(
        "What counts",
        arguments: [
            Row(name: "a fault", result: later(.internalError), attempt: 2),
            Row(name: "no answer in time", result: later(.deadlinePassed), attempt: 2),
            Row(name: "not a wait for the thread", result: later(.leaseBusy), attempt: 1),
            Row(name: "not a wait for HubSpot", result: later(.rateLimited), attempt: 1),
            Row(name: "not that no worker was free", result: later(.hostBusy), attempt: 1),
            Row(name: "a fault after progress is the first", result: later(.internalError, progress: true), attempt: 1),
            Row(name: "a wait after progress leaves none", result: later(.rateLimited, progress: true), attempt: 0),
            Row(name: "what is refused for good is forgotten", result: .failed(.badField, nil), attempt: 0),
            Row(name: "what is done is forgotten", result: InvocationResult(.done()), attempt: 0),
        ])
    func counts(_ row: Row) {
        let deliveries = FaultyDeliveries(maximum: 5)
        deliveries.note(Self.later(.internalError), of: key("a"))
        deliveries.note(row.result, of: key("a"))
        #expect(deliveries.facts(key("a")) == DeliveryFacts(attempt: row.attempt))
        #expect(deliveries.facts(key("b")) == DeliveryFacts())
    }

    @Test("The oldest are forgotten, those that fail again are kept")
    func capacity() {
        let deliveries = FaultyDeliveries(maximum: 3, capacity: 4)
        let fault = Self.later(.internalError)
        for id in ["a", "b", "a", "c"] { deliveries.note(fault, of: key(id)) }
        #expect(deliveries.facts(key("a")) == DeliveryFacts(attempt: 2, isLast: true))
        for id in ["d", "e"] { deliveries.note(fault, of: key(id)) }
        #expect(deliveries.facts(key("b")).attempt == 0)
    }
}
