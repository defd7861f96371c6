import RelayCore
import TestSupport
import Testing

@Suite("Webhook batches")
struct WebhookBatchTests {
    static func message(_ changes: [String: JSON?] = [:]) -> JSON {
        var event: [String: JSON] = [
            "subscriptionType": "conversation.newMessage", "portalId": 9, "objectId": 5_000_000_001,
            "occurredAt": 1_790_000_000_000,
            "messageId": "m1", "eventId": 1,
        ]
        for (name, value) in changes { event[name] = value }
        return .object(event)
    }

    struct Case: NamedCase {
        let name: String
        let element: JSON
        let expected: ReasonCode?
    }

    static let cases = [
        Case(name: "message", element: message(), expected: nil),
        Case(name: "ids as strings", element: message(["objectId": "5000000001", "portalId": "9"]), expected: nil),
        Case(name: "no message id", element: message(["messageId": nil]), expected: .malformedEvent),
        Case(name: "no portal", element: message(["portalId": nil]), expected: .malformedEvent),
        Case(name: "a time that is none", element: message(["occurredAt": "soon"]), expected: .malformedEvent),
        Case(name: "a number", element: 3, expected: .malformedEvent),
        Case(name: "another portal", element: message(["portalId": 8]), expected: .wrongPortal),
        Case(
            name: "unknown type", element: message(["subscriptionType": "conversation.imagined"]),
            expected: .unknownSubscriptionType),
        Case(
            name: "type that nothing needs", element: message(["subscriptionType": "deal.creation"]),
            expected: .unhandledSubscriptionType),
    ]

    @Test("Each element by itself", arguments: cases)
    func element(_ test: Case) {
        let batch = WebhookBatch([test.element, Self.message(["messageId": "m2"])], organization: "shop", portalID: "9")
        #expect(batch.skipped.map(\.code) == (test.expected.map { [$0] } ?? []))
        #expect(batch.events.count == (test.expected == nil ? 2 : 1))
        #expect(batch.events.last?.id == "conversation.newMessage:5000000001:m2")
    }

    @Test("101 events are all taken, digits kept")
    func oversize() {
        let batch = WebhookBatch(
            (0..<101).map { Self.message(["messageId": .string("m\($0)")]) }, organization: nil, portalID: nil)
        #expect(batch.events.count == 101)
        #expect(batch.events[0].data["objectId"]?.id == "5000000001")
    }

    @Test("Number or string, ticket event or generic event: one fact has one id")
    func sameFact() throws {
        let change: [String: JSON] = ["propertyName": "subject", "propertyValue": "Tent", "portalId": 9, "occurredAt": 5]
        let own = change.merging(["subscriptionType": "ticket.propertyChange", "objectId": 7]) { $1 }
        let generic = change.merging([
            "subscriptionType": "object.propertyChange", "objectId": "7", "objectTypeId": "0-5", "eventId": 99,
            "attemptNumber": 4,
        ]) { $1 }
        let first = WebhookBatch([.object(own)], organization: nil, portalID: nil).events
        let second = WebhookBatch([.object(generic)], organization: nil, portalID: nil).events
        #expect(try #require(first.first).key == #require(second.first).key)
    }
}
