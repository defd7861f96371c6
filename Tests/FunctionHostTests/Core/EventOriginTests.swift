import HostCore
import RelayCore
import TestSupport
import Testing

@Suite("What an event is about, read from its bytes")
struct EventOriginTests {
    struct Row: NamedCase {
        let name: String
        let type: String
        let data: JSON
        let subject: EventSubject
    }

    @Test(
        "It is the same as of the whole event",
        arguments: [
            Row(
                name: "a turn", type: "conversation.turn", data: ["threadId": "7", "messageId": "m", "text": ["threadId": "8"]],
                subject: EventSubject(type: "conversation.turn", threadID: "7", messageID: "m")),
            Row(
                name: "a message", type: "hubspot.conversation.newMessage", data: ["objectId": 7, "messageId": "m"],
                subject: EventSubject(type: "hubspot.conversation.newMessage", threadID: "7", messageID: "m")),
            Row(
                name: "a check of an answer", type: "reply.check",
                data: ["threadId": "7", "messageId": "ours", "inReplyTo": "m"],
                subject: EventSubject(type: "reply.check", threadID: "7", messageID: "m")),
            Row(
                name: "a ticket", type: "hubspot.ticket.propertyChange", data: ["objectId": 55],
                subject: EventSubject(type: "hubspot.ticket.propertyChange", ticketID: "55")),
            Row(
                name: "a customer", type: "ai.handoff", data: ["contact": ["email": "Casey\u{22}@customer.example"]],
                subject: EventSubject(
                    type: "ai.handoff", contact: EventSubject.digest(ofEmail: "casey\u{22}@customer.example"),
                    inlineSessionID: SessionID.of(conversation: "e", organization: "default"))),
            Row(
                name: "a ticket, as any object", type: "hubspot.object.propertyChange",
                data: ["objectId": 55, "objectTypeId": "0-5", "propertyValue": ["objectTypeId": "0-1"]],
                subject: EventSubject(type: "hubspot.object.propertyChange", ticketID: "55")),
            Row(
                name: "a contact, as any object", type: "hubspot.object.creation",
                data: ["objectTypeId": "0-1", "objectId": "9"],
                subject: EventSubject(type: "hubspot.object.creation", contactID: "9")),
            Row(
                name: "a merge", type: "hubspot.object.merge",
                data: ["objectTypeId": "0-5", "primaryObjectId": 1, "mergedObjectIds": [1, 2, 55], "newObjectId": 55],
                subject: EventSubject(type: "hubspot.object.merge", ticketID: "55", mergedTicketIDs: ["1", "1", "2"])),
            Row(name: "no object", type: "test.one", data: [1, 2], subject: EventSubject(type: "test.one")),
            Row(name: "nothing", type: "test.one", data: .null, subject: EventSubject(type: "test.one")),
        ])
    func subject(_ row: Row) {
        let event = RelayEvent(
            id: "e", source: "/s", type: row.type, data: row.data, causationID: "cause \u{22}")
        let origin = EncodedEvent(event).origin
        #expect(origin.subject == row.subject)
        #expect(origin.subject == EventSubject(type: row.type, data: row.data, eventID: "e", organization: "default"))
        #expect(origin.causeID == event.causationID)
    }

    @Test("A conversation without a thread is known by its session")
    func inline() {
        let event = RelayEvent(
            id: "e", source: "/s", type: "ai.handoff", data: ["conversationId": "call 9"], organization: "acme")
        let session = SessionID.of(conversation: "call 9", organization: "acme")
        #expect(EncodedEvent(event).origin.subject.inlineSessionID == session)
    }

    @Test("Bytes that are no event are about nothing")
    func garbage() {
        let event = EncodedEvent(
            key: EventKey(organization: nil, source: "/s", id: "e"), type: "t", bytes: Array("{\"data\":".utf8))
        #expect(event.origin == EncodedEvent.Origin(causeID: nil, subject: EventSubject(type: "t")))
    }
}
