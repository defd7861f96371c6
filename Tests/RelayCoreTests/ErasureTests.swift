import FoundationEssentials
import RelayCore
import TestSupport
import Testing

@Suite("Which events belong to what was erased")
struct ErasureTests {
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)
    private static let organization = "acme"
    private static let session = SessionID.of(conversation: "call 9", organization: organization)
    private static let erasure = Erasure(
        threadID: "7", sessionID: session, ticketIDs: ["55"], email: "Casey@customer.example", until: now, wordsUntil: now + 60)

    struct Row: NamedCase {
        let name: String
        let type: String
        let data: JSON
        var seconds = 0.0
        var isCovered = true
    }

    @Test(
        "An event is told by its conversation, its ticket or its customer, and by when it came",
        arguments: [
            Row(name: "a turn", type: ConversationTurnEvent.type, data: ["threadId": "7"]),
            Row(name: "a reply", type: AIReplyEvent.type, data: ["threadId": 7, "text": "x"]),
            Row(name: "an update", type: SessionUpdateEvent.type, data: ["sessionId": .string(session)]),
            Row(name: "an inline handoff by its name", type: AIHandoffEvent.type, data: ["conversationId": "call 9"]),
            Row(
                name: "an inline handoff by its customer", type: AIHandoffEvent.type,
                data: ["contact": ["email": "casey@Customer.example"]]),
            Row(name: "a message", type: HubSpotEvent.newMessage, data: ["objectId": 7]),
            Row(name: "a change of the ticket", type: HubSpotEvent.ticketPropertyChange, data: ["objectId": 55]),

            Row(name: "another thread's", type: ConversationTurnEvent.type, data: ["threadId": "8"], isCovered: false),
            Row(
                name: "a ticket of the thread's number", type: "hubspot.ticket.creation", data: ["objectId": 7], isCovered: false),
            Row(name: "a thread of the ticket's number", type: HubSpotEvent.newMessage, data: ["objectId": 55], isCovered: false),
            Row(
                name: "another customer's", type: AIHandoffEvent.type, data: ["contact": ["email": "robin@reader.example"]],
                isCovered: false),
            Row(name: "no object", type: AIReplyEvent.type, data: .null, isCovered: false),
            Row(name: "the second look", type: SessionDeleteEvent.type, data: ["sessionId": .string(session)], isCovered: false),
            Row(
                name: "HubSpot's own erasure", type: HubSpotEvent.conversationPrivacyDeletion, data: ["objectId": 7],
                isCovered: false),

            Row(
                name: "a message that came since", type: HubSpotEvent.newMessage, data: ["objectId": 7], seconds: 1,
                isCovered: false),
            Row(name: "words that were emitted since", type: AIReplyEvent.type, data: ["threadId": "7"], seconds: 60),
            Row(name: "words of later", type: AIReplyEvent.type, data: ["threadId": "7"], seconds: 61, isCovered: false),
        ])
    func covers(_ row: Row) throws {
        let event = RelayEvent(id: "e", source: "/s", type: row.type, data: row.data)
        // As a host reads it.
        let read = try #require(Erasure.all(in: ["erased": [Self.erasure.json, "garbage"]]).first)
        #expect(read == Self.erasure)
        #expect(read.covers(event, queued: Self.now + row.seconds, organization: Self.organization) == row.isCovered)
    }
}
