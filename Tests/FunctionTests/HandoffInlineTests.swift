import FoundationEssentials
import HubSpotSimulator
import RelayCore
import SessionStore
import TestSupport
import Testing

@testable import handoff_comment

@Suite("A handoff of a conversation that HubSpot never saw")
struct HandoffInlineTests {
    private static let transcript: JSON = [
        ["role": "customer", "text": "Where is my order?", "at": "2026-11-20T10:00:00Z"],
        ["role": "ai", "text": "It left us yesterday."],
        ["role": "customer", "text": "Can I change the address? It is the wrong one.", "at": "2026-11-20T10:02:00Z"],
    ]
    private static let contact: JSON = ["email": "casey@customer.example", "phone": "+1-555-0100", "name": "Casey Customer"]

    private static let handoff: JSONObject = [
        "conversationId": "call-77", "channel": "sms", "contact": contact, "transcript": transcript, "reply": "One moment.",
    ]

    @Test("Contact, ticket with the transcript, the comment as a note on it, and an owner", arguments: ["v3", "2026-09"])
    func whole(_ edition: String) async throws {
        try await Stage.run(["HUBSPOT_API_EDITION": edition, "HANDOFF_USER_ID": "rep@shop.example"]) { stage in
            let result = try await stage.handOff(Self.handoff)
            #expect(result.status == .done, "\(result.line)")
            #expect(Stage.notDone(result) == ["closing-line channel-not-answerable"])
            let ticket = try await stage.onlyTicket()
            let contact = try #require(await stage.portal.allContacts.first)
            #expect(result.data["ticketId"]?.string == ticket.id && result.data["contactId"]?.string == contact.id)
            #expect(contact.properties["phone"] == "+1-555-0100" && contact.properties["lastname"] == "Customer")
            #expect(await stage.portal.contacts(ofTicket: ticket.id) == [contact.id])
            #expect(ticket.properties["hubspot_owner_id"] == "\(stage.portal.settings.rep.ownerID)")
            let content = try #require(ticket.properties["content"])
            #expect(
                content.contains("2026-11-20T10:00:00.000Z customer: Where is my order?\n2026-11-20T10:00:00.000Z ai: It left"))
            let notes = await stage.portal.notes(on: ObjectReference(.ticket, ticket.id))
            #expect(notes.map(\.id) == [result.data["commentId"]?.string])
            let note = try #require(notes.first?.properties["hs_note_body"])
            #expect(note.contains("<strong>The customer wants:</strong> Can I change the address?</p>"))
            #expect(note.contains("<strong>Suggested reply:</strong> One moment.</p>"))
            #expect(note.contains("<li>It left us yesterday.</li>"))
            let session = try await stage.store.session(
                id: try #require(result.data["sessionId"]?.string))
            #expect(session?.state == .handedOff && session?.threadID == nil && session?.channel == .sms)
        }
    }

    @Test("The caller's conversation id makes it one conversation; its session can be named")
    func again() async throws {
        try await Stage.run { stage in
            let first = try await stage.handOff(Self.handoff)
            let second = try await stage.handOff(Self.handoff)
            let third = try await stage.handOff(["sessionId": try #require(first.data["sessionId"])])
            for other in [second, third] {
                #expect(other.data["ticketId"] == first.data["ticketId"])
                #expect(other.data["sessionId"] == first.data["sessionId"])
            }
            let ticket = try await stage.onlyTicket()
            #expect(await stage.portal.notes(on: ObjectReference(.ticket, ticket.id)).count == 3)
            let timeline = try await stage.store.timeline(
                sessionID: try #require(first.data["sessionId"]?.string), limit: 100)
            #expect(timeline.map(\.role) == [.customer, .ai, .customer])
            let other = try await stage.handOff(["contact": Self.contact])
            #expect(other.data["ticketId"] != first.data["ticketId"])
        }
    }

    struct BadField: NamedCase {
        let name: String
        let data: JSONObject
        let says: String
    }

    static let badFields = [
        BadField(name: "nothing named", data: [:], says: "data.threadId is missing, and so are sessionId and"),
        BadField(name: "no reason", data: ["threadId": 1, "reason": ""], says: "data.reason must not be empty"),
        BadField(name: "a contact that is text", data: ["contact": "x"], says: "data.contact must be an object"),
        BadField(
            name: "a bad address", data: ["contact": ["email": "casey"]], says: "data.contact.email is not an e-mail address"),
        BadField(name: "a bad number", data: ["contact": ["phone": "none"]], says: "data.contact.phone must be a telephone"),
        BadField(name: "an unknown channel", data: ["channel": "fax"], says: "data.channel must be one of chat, "),
        BadField(
            name: "an unknown role", data: ["transcript": [["role": "customer", "text": "a"], ["role": "boss", "text": "b"]]],
            says: "data.transcript[1].role must be one of customer, ai, rep, note"),
        BadField(
            name: "an entry without text", data: ["transcript": [["role": "customer"]]],
            says: "data.transcript[0].text is missing"),
        BadField(
            name: "a time in words", data: ["transcript": [["role": "ai", "text": "a", "at": "noon"]]],
            says: "data.transcript[0].at must be an RFC 3339 timestamp"),
        BadField(
            name: "a transcript beside a thread", data: ["threadId": 1, "transcript": []],
            says: "data.transcript is only allowed without threadId"),
    ]

    @Test("A bad field is named, and nothing is done", arguments: badFields)
    func bad(_ test: BadField) async throws {
        try await Stage.run { stage in
            let result = try await stage.handOff(test.data)
            #expect(result.status == .failed && result.code == .badField)
            #expect(result.message?.hasPrefix(test.says) == true, "\(result.line)")
            #expect(stage.simulator.calls.isEmpty)
        }
    }

    @Test("An unknown session is told")
    func unknownSession() async throws {
        try await Stage.run { stage in
            let result = try await stage.handOff(["sessionId": "ses_none"])
            #expect(result.code == .noSession)
        }
    }
}
