import RelayCore
import TestSupport
import Testing

@Suite("Webhook batches")
struct WebhookBatchTests {
    static func message(_ changes: [String: JSON?] = [:]) -> JSON {
        var event: JSONObject = [
            "subscriptionType": "conversation.newMessage", "portalId": 9, "objectId": 5_000_000_001,
            "occurredAt": 1_790_000_000_000,
            "messageId": "m1", "eventId": 1,
        ]
        for (name, value) in changes { event[name] = value }
        return .object(event)
    }

    /// Arrays in one another.
    static func nested(_ levels: Int) -> JSON { (0..<levels).reduce(JSON.null) { json, _ in .array([json]) } }

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
        Case(
            name: "a time before all others", element: message(["occurredAt": "-9223372036854775808"]),
            expected: .malformedEvent),
        Case(name: "nested as deep as may be", element: message(["more": nested(55)]), expected: nil),
        Case(name: "nested deeper than a result can hold", element: message(["more": nested(56)]), expected: .malformedEvent),
        Case(name: "a number", element: 3, expected: .malformedEvent),
        Case(name: "another portal", element: message(["portalId": 8]), expected: .wrongPortal),
        Case(
            name: "unknown type", element: message(["subscriptionType": "conversation.imagined"]),
            expected: .unknownSubscriptionType),
        Case(
            name: "a note", element: message(["subscriptionType": "object.creation", "objectTypeId": "0-46"]), expected: nil),
        Case(
            name: "a new contact, by the generic event",
            element: message(["subscriptionType": "object.creation", "objectTypeId": "0-1"]), expected: .unhandledObjectType),
        Case(
            name: "a generic event that does not say of what", element: message(["subscriptionType": "object.deletion"]),
            expected: .unhandledObjectType),
        Case(
            name: "a company's property, by the generic event",
            element: message(["subscriptionType": "object.propertyChange", "objectTypeId": "0-2", "propertyName": "name"]),
            expected: .unhandledObjectType),
        Case(
            name: "a contact's erasure", element: message(["subscriptionType": "contact.privacyDeletion"]), expected: nil),
        Case(
            name: "type that nothing needs", element: message(["subscriptionType": "deal.creation"]),
            expected: .unhandledSubscriptionType),
    ]

    @Test("Each element is taken or skipped by itself", arguments: cases)
    func element(_ test: Case) {
        let batch = WebhookBatch([test.element, Self.message(["messageId": "m2"])], organization: "shop", portalID: "9")
        #expect(batch.skipped.map(\.code) == (test.expected.map { [$0] } ?? []))
        #expect(batch.events.count == (test.expected == nil ? 2 : 1))
        #expect(batch.events.last?.id == "conversation.newMessage:5000000001:m2")
        // A result can be read whatever the element held.
        let result = FunctionResult.done(events: batch.events)
        #expect((try? JSON.parse(result.line)).map { (try? FunctionResult(json: $0)) == result } == true)
    }

    @Test("101 events are all taken, and keep their digits")
    func oversize() {
        let batch = WebhookBatch(
            (0..<101).map { Self.message(["messageId": .string("m\($0)")]) }, organization: nil, portalID: nil)
        #expect(batch.events.count == 101)
        #expect(batch.events[0].data["objectId"]?.id == "5000000001")
    }

    struct IDCase: NamedCase {
        let name: String
        /// Each a way to tell the same fact.
        let elements: [JSONObject]
        let id: String
        var subject = "13"
    }

    static let ids = [
        IDCase(
            name: "a merge is of the ticket that is left",
            elements: [
                [
                    "subscriptionType": "ticket.merge", "objectId": 11, "primaryObjectId": 11, "mergedObjectIds": [12],
                    "newObjectId": 13,
                ],
                [
                    "subscriptionType": "object.merge", "objectTypeId": "0-5", "primaryObjectId": "11",
                    "mergedObjectIds": ["12"], "newObjectId": "13",
                ],
                ["subscriptionType": "ticket.merge", "primaryObjectId": 13, "mergedObjectIds": [12]],
            ], id: "ticket.merge:13:5"),
        IDCase(
            name: "a deletion",
            elements: [
                ["subscriptionType": "ticket.deletion", "objectId": 13],
                ["subscriptionType": "object.deletion", "objectId": "13", "objectTypeId": "0-5"],
            ], id: "ticket.deletion:13:5"),
        IDCase(
            name: "an association, which may name no object",
            elements: [
                [
                    "subscriptionType": "ticket.associationChange", "fromObjectId": 13, "toObjectId": 14,
                    "associationRemoved": false, "associationType": "TICKET_TO_CONTACT",
                ],
                [
                    "subscriptionType": "object.associationChange", "fromObjectId": "13", "toObjectId": "14",
                    "fromObjectTypeId": "0-5", "toObjectTypeId": "0-1", "associationTypeId": 16,
                ],
            ], id: "ticket.associationChange:13:14:added:5"),
        IDCase(
            name: "a note",
            elements: [["subscriptionType": "object.creation", "objectId": 13, "objectTypeId": "0-46"]],
            id: "object-0-46.creation:13:5"),
    ]

    @Test("A fact has one id, whoever tells it", arguments: ids)
    func identity(_ row: IDCase) {
        for element in row.elements {
            let told = element.merging(["portalId": 9, "occurredAt": 5]) { $1 }
            let batch = WebhookBatch([.object(told)], organization: nil, portalID: nil)
            #expect(batch.events.map(\.id) == [row.id], "\(batch.skipped)")
            #expect(batch.events.map(\.subject) == [row.subject])
        }
    }

    @Test("A ticket event and its generic event have one id, whether ids are numbers or strings")
    func sameFact() throws {
        let change: JSONObject = ["propertyName": "subject", "propertyValue": "Tent", "portalId": 9, "occurredAt": 5]
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
