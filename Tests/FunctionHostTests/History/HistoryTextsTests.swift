import Foundation
import HostCore
import RelayCore
import TestSupport
import Testing

@testable import HostDelivery

@Suite("Which words the history keeps")
struct HistoryTextsTests {
    struct Row: NamedCase {
        let name: String
        let type: String
        let data: JSON
        var result = FunctionResult.done()
        var isKept = true
    }

    @Test(
        "Those of which it is known whose they are, unless they were to go",
        arguments: [
            Row(name: "a reply", type: AIReplyEvent.type, data: ["threadId": "7", "text": "Zanzibar"]),
            Row(
                name: "a reply on an erased conversation", type: AIReplyEvent.type, data: ["threadId": "7", "text": "Zanzibar"],
                result: .skipped(.erased), isKept: false),
            Row(
                name: "a handoff of one", type: AIHandoffEvent.type, data: ["sessionId": "ses_1", "summary": "Zanzibar"],
                result: .skipped(.erased), isKept: false),
            Row(
                name: "a reply that is skipped otherwise", type: AIReplyEvent.type, data: ["threadId": "7"],
                result: .skipped(.ownerIsHuman)),
            Row(
                name: "a request for an erasure", type: SessionDeleteEvent.type, data: ["email": "casey@customer.example"],
                isKept: false),
            Row(
                name: "HubSpot's own erasure", type: HubSpotEvent.contactPrivacyDeletion, data: ["objectId": 9], isKept: false),
            Row(
                name: "a change of a ticket", type: HubSpotEvent.objectPropertyChange,
                data: ["objectId": 55, "objectTypeId": "0-5", "propertyValue": "Zanzibar"]),
            Row(
                name: "a change of a contact", type: HubSpotEvent.objectPropertyChange,
                data: ["objectId": 9, "objectTypeId": "0-1", "propertyValue": "Zanzibar"]),
            Row(
                name: "a change of a note, which may be anybody's", type: HubSpotEvent.objectPropertyChange,
                data: ["objectId": 46, "objectTypeId": "0-46", "propertyValue": "Zanzibar"], isKept: false),
            Row(
                name: "a change of an object of no kind", type: HubSpotEvent.objectPropertyChange,
                data: ["objectId": 46, "propertyValue": "Zanzibar"], isKept: false),
            Row(
                name: "a new note, which says nothing", type: HubSpotEvent.objectCreation,
                data: ["objectId": 46, "objectTypeId": "0-46"]),
        ])
    func kept(_ row: Row) {
        let event = RelayEvent(id: "e", source: "/s", type: row.type, data: row.data)
        let invocation = Invocation(result: InvocationResult(row.result), started: .now, ended: .now)
        let record = InvocationRecord(
            function: "f", event: EncodedEvent(event), attempt: 0, queued: .now, due: .now, invocation: invocation,
            outcome: .completed, span: InvocationSpan(following: nil, of: EncodedEvent(event).key, unique: ""))
        #expect((HistoryTexts(record, of: HistoryEntry(record).subject, log: []) != nil) == row.isKept)
    }
}
