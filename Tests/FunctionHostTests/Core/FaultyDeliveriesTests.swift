import HostCore
import RelayCore
import TestSupport
import Testing

@Suite("How often events failed here")
struct FaultyDeliveriesTests {
    private func key(_ id: String) -> EventKey { event(id).key }

    struct Row: NamedCase {
        let name: String
        let verdict: EventVerdict
        let attempt: Int
    }

    @Test(
        "What counts",
        arguments: [
            Row(name: "a fault", verdict: .later(.internalError, message: nil, seconds: 1), attempt: 2),
            Row(name: "no answer in time", verdict: .later(.deadlinePassed, message: nil, seconds: 1), attempt: 2),
            Row(name: "not a wait for the thread", verdict: .later(.leaseBusy, message: nil, seconds: 1), attempt: 1),
            Row(name: "not a wait for HubSpot", verdict: .later(.rateLimited, message: nil, seconds: 1), attempt: 1),
            Row(name: "not that no worker was free", verdict: .later(.hostBusy, message: nil, seconds: 1), attempt: 1),
            Row(name: "what is refused for good is forgotten", verdict: .refused(.badField, message: nil), attempt: 0),
        ])
    func counts(_ row: Row) {
        let deliveries = FaultyDeliveries(maximum: 5)
        deliveries.note(.later(.internalError, message: nil, seconds: 1), of: key("a"))
        deliveries.note(row.verdict, of: key("a"))
        #expect(deliveries.facts(key("a")) == DeliveryFacts(attempt: row.attempt))
        #expect(deliveries.facts(key("b")) == DeliveryFacts())
    }

    @Test("The oldest are forgotten, those that fail again are kept")
    func capacity() {
        let deliveries = FaultyDeliveries(maximum: 3, capacity: 4)
        let fault = EventVerdict.later(.internalError, message: nil, seconds: 1)
        for id in ["a", "b", "a", "c"] { deliveries.note(fault, of: key(id)) }
        #expect(deliveries.facts(key("a")) == DeliveryFacts(attempt: 2, isLast: true))
        for id in ["d", "e"] { deliveries.note(fault, of: key(id)) }
        #expect(deliveries.facts(key("b")).attempt == 0)
    }
}
