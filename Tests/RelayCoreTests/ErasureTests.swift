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
        of: [organization, "default"], threadID: "7", sessionID: session, ticketIDs: ["55"], contactIDs: ["9", "10"],
        email: "Casey@customer.example", until: now, wordsUntil: now + 60)

    struct Row: NamedCase {
        let name: String
        let type: String
        let data: JSON
        /// Under which it stands.
        var organization = ErasureTests.organization
        var eventID = "e"
        var seconds = 0.0
        var isCovered = true
    }

    @Test(
        "An event is told by its conversation, its ticket or its customer, and by when it came",
        arguments: [
            Row(name: "a turn", type: ConversationTurnEvent.type, data: ["threadId": "7"]),
            Row(name: "a reply", type: AIReplyEvent.type, data: ["threadId": 7, "text": "x"]),
            Row(name: "an update", type: SessionUpdateEvent.type, data: ["sessionId": .string(session)]),
            Row(
                name: "an inline handoff that names no organization", type: AIHandoffEvent.type,
                data: ["conversationId": "call 9"], organization: "default"),
            Row(name: "an inline handoff by its name", type: AIHandoffEvent.type, data: ["conversationId": "call 9"]),
            Row(
                name: "an inline handoff by its customer", type: AIHandoffEvent.type,
                data: ["contact": ["email": "casey@Customer.example"]]),
            Row(name: "a message", type: HubSpotEvent.newMessage, data: ["objectId": 7]),
            Row(name: "a change of the ticket", type: HubSpotEvent.ticketPropertyChange, data: ["objectId": 55]),
            Row(
                name: "a change of the ticket, as of any object", type: HubSpotEvent.objectPropertyChange,
                data: ["objectId": "55", "objectTypeId": "0-5"]),
            Row(
                name: "the same by the name of its kind", type: HubSpotEvent.objectPropertyChange,
                data: ["objectId": "55", "objectType": "TICKET"]),
            Row(
                name: "a deletion of the ticket, as of any object", type: "hubspot.object.deletion",
                data: ["objectId": 55, "objectTypeId": "0-5"]),
            Row(
                name: "a merge that leaves the ticket", type: "hubspot.object.merge",
                data: ["newObjectId": 55, "primaryObjectId": 1, "mergedObjectIds": [1, 2], "objectTypeId": "0-5"]),
            Row(
                name: "a merge that takes the ticket", type: "hubspot.ticket.merge",
                data: ["newObjectId": 99, "primaryObjectId": 1, "mergedObjectIds": [1, "55"]]),
            Row(
                name: "a merge into another of which the ticket was the first", type: "hubspot.ticket.merge",
                data: ["newObjectId": 99, "primaryObjectId": 55, "mergedObjectIds": [1]]),
            Row(
                name: "an association of the ticket", type: "hubspot.object.associationChange",
                data: ["fromObjectId": 55, "fromObjectTypeId": "0-5", "toObjectId": 9]),
            Row(
                name: "a change of the customer", type: HubSpotEvent.objectPropertyChange,
                data: ["objectId": 9, "objectTypeId": "0-1"]),
            Row(
                name: "a change of another customer of the conversation", type: HubSpotEvent.objectPropertyChange,
                data: ["objectId": 10, "objectTypeId": "0-1"]),
            Row(name: "the same in its own kind", type: "hubspot.contact.propertyChange", data: ["objectId": 9]),
            Row(
                name: "an inline handoff by its customer's address with a name", type: AIHandoffEvent.type,
                data: ["contact": ["email": "Casey C. <casey@customer.example>"]]),
            Row(
                name: "an inline handoff that nothing but its event names", type: AIHandoffEvent.type,
                data: ["transcript": []], eventID: "call 9"),
            Row(
                name: "the same, repeated", type: AIHandoffEvent.type, data: ["transcript": []],
                eventID: RepeatedEvent.id(of: "call 9", unique: "1")),

            Row(
                name: "a contact of the ticket's number", type: HubSpotEvent.objectPropertyChange,
                data: ["objectId": 55, "objectTypeId": "0-1"], isCovered: false),
            Row(
                name: "a company of the ticket's number", type: HubSpotEvent.objectPropertyChange,
                data: ["objectId": 55, "objectTypeId": "0-2"], isCovered: false),
            Row(
                name: "an object of no kind", type: HubSpotEvent.objectPropertyChange, data: ["objectId": 55],
                isCovered: false),
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
        let event = RelayEvent(id: row.eventID, source: "/s", type: row.type, data: row.data)
        // As a host reads it.
        let read = try #require(Erasure.all(in: ["erased": [Self.erasure.json, "garbage"]]).first)
        #expect(read == Self.erasure)
        #expect(read.covers(event, queued: Self.now + row.seconds, organization: row.organization) == row.isCovered)
    }

    struct Address: NamedCase {
        let name: String
        let text: String
        /// nil: it is refused.
        let address: String?
    }

    @Test(
        "An erasure takes one address, and no more than that",
        arguments: [
            Address(name: "an address", text: "Fo@x.example", address: "Fo@x.example"),
            Address(name: "with a name", text: "Fo Bar <fo@x.example>", address: "fo@x.example"),
            Address(name: "with a quoted name", text: #""Bar, Fo" <fo@x.example>"#, address: "fo@x.example"),
            Address(name: "with white space", text: "  fo@x.example ", address: "fo@x.example"),
            Address(name: "with a plus", text: "fo+shop@x.example", address: "fo+shop@x.example"),
            Address(name: "with a quoted name of its own", text: #""fo bar"@x.example"#, address: #""fo bar"@x.example"#),
            Address(name: "in letters of another script", text: "fo@münchen.example", address: "fo@münchen.example"),
            Address(name: "a link", text: "mailto:fo@x.example", address: nil),
            Address(name: "two", text: "fo@x.example, robin@x.example", address: nil),
            Address(name: "two names", text: "fo bar@x.example", address: nil),
            Address(name: "no address", text: "not-an-address", address: nil),
            Address(name: "white space", text: "   ", address: nil), Address(name: "nothing", text: "", address: nil),
            Address(name: "no domain", text: "fo@", address: nil),
            Address(name: "two lines", text: "fo@x.example\n", address: nil),
        ])
    func address(_ row: Address) throws {
        let event = RelayEvent(
            id: "e", source: "/s", type: SessionDeleteEvent.type, data: ["email": .string(row.text)])
        guard let address = row.address else {
            let error = #expect(throws: FieldError.self) { try SessionDeleteEvent(event) }
            #expect(error?.path == "data.email")
            return
        }
        #expect(try SessionDeleteEvent(event).target == .email(address))
    }
}
