import FoundationEssentials
import HubSpotSimulator
import RelayCore
import SessionStore
import TestSupport
import Testing

@testable import handoff_comment
@testable import message_route

@Suite("Who the customer of a conversation is")
struct CustomerTests {
    struct Other: NamedCase {
        let name: String
        let from: String
        let subject: String
    }

    /// Robin's mail on a thread without a contact.
    private static func robin(_ work: (Stage, Relay, _ threadID: String) async throws -> Void) async throws {
        var settings = PortalSettings()
        settings.createsContacts = false
        try await Stage.run(["OWN_DOMAINS": "shop.example"], settings) { stage in
            let thread = try await stage.portal.customerWritesEmail(
                from: "robin@reader.example", name: "Robin Reader", subject: "Tent", text: "It leaks."
            ).threadID
            try await work(stage, try Relay(stage, engine: ScriptedEngine.echo()), thread)
        }
    }

    private static func delete(_ email: String, _ stage: Stage) async throws -> FunctionResult {
        try await stage.handle(
            Functions(stage.services, engines: [:]), Stage.event(SessionDeleteEvent.type, ["email": .string(email)]))
    }

    @Test(
        "Who writes beside the customer does not take their place, though HubSpot calls the mail incoming",
        arguments: [
            Other(name: "a colleague, from their own mailbox", from: "anna@shop.example", subject: "Re: Tent"),
            Other(name: "a mail server", from: "mailer-daemon@mail.example", subject: "Undeliverable: Tent"),
            Other(name: "an absence note", from: "sam@reader.example", subject: "Automatic reply: Tent"),
        ])
    func beside(_ other: Other) async throws {
        try await Self.robin { stage, relay, thread in
            try await relay.settle()
            try await stage.portal.customerWritesEmail(
                from: other.from, subject: other.subject, text: "Nothing of Robin's", threadID: thread)
            try await relay.settle()
            let result = try await stage.handOff(["threadId": .string(thread)])
            #expect(Stage.notDone(result) == [], "\(result.line)")
            #expect(await stage.portal.allContacts.map { $0.properties["email"] } == ["robin@reader.example"])
            let comment = await stage.portal.comments(thread).first?.text
            #expect(comment?.contains("\nCustomer: Robin Reader, robin@reader.example\n") == true, "\(comment ?? "")")
            #expect(try await stage.session(of: thread).otherEmails == [])
            #expect(try await Self.delete(other.from, stage).data["deleted"]?["sessions"] == 0)
            #expect(try await Self.delete("robin@reader.example", stage).data["deleted"]?["sessions"] == 1)
        }
    }

    @Test("Two customers: the newest is the session's, without the other's name, and either address finds it")
    func two() async throws {
        try await Self.robin { stage, relay, thread in
            try await relay.settle()
            try await stage.portal.customerWritesEmail(
                from: "sam@reader.example", subject: "Re: Tent", text: "Mine too.", threadID: thread)
            try await relay.settle()
            let session = try await stage.session(of: thread)
            #expect(session.contactEmail == "sam@reader.example" && session.contactName == nil)
            #expect(session.otherEmails == ["robin@reader.example"])
            #expect(try await Self.delete("Robin@Reader.example", stage).data["deleted"]?["sessions"] == 1)
            #expect(try await stage.tables(holding: "reader.example") == [])
        }
    }

    @Test("An address of before the session began is known as well; who writes again is the newest again")
    func before() async throws {
        try await Self.robin { stage, relay, thread in
            try await stage.portal.customerWritesEmail(
                from: "sam@reader.example", subject: "Re: Tent", text: "Mine too.", threadID: thread)
            let newest = try await stage.arrival(on: thread)
            _ = await stage.portal.takeWebhooks()
            relay.add(newest)
            try await relay.settle()
            #expect(try await stage.session(of: thread).contactEmail == "sam@reader.example")
            #expect(try await stage.session(of: thread).otherEmails == ["robin@reader.example"])
            try await stage.portal.customerWritesEmail(
                from: "robin@reader.example", name: "Robin Reader", subject: "Re: Tent", text: "And?", threadID: thread)
            try await relay.settle()
            let session = try await stage.session(of: thread)
            #expect(session.contactEmail == "robin@reader.example" && session.contactName == "Robin Reader")
            #expect(session.otherEmails == ["sam@reader.example"])
            #expect(try await Self.delete("sam@reader.example", stage).data["deleted"]?["sessions"] == 1)
        }
    }

    struct Told: NamedCase {
        let name: String
        /// Which of the two mails is handed over: Robin's, then Sam's.
        let mail: Int
        let customer: String
        let email: String
        let seesDeals: Bool
    }

    @Test(
        "Name, address, contact and deals are of the one who wrote what is answered or handed over",
        arguments: [
            Told(
                name: "the first, though another wrote since", mail: 0, customer: "Robin Reader, robin@reader.example",
                email: "robin@reader.example", seesDeals: true),
            Told(
                name: "the second is not told of the first's", mail: 1, customer: "Sam Writer, sam@writer.example",
                email: "sam@writer.example", seesDeals: false),
        ])
    func onePerson(_ row: Told) async throws {
        try await Stage.run { stage in
            let first = try await stage.portal.customerWritesEmail(
                from: "robin@reader.example", name: "Robin Reader", subject: "Tent", text: "It leaks.")
            let robin = try #require(await stage.portal.allContacts.first)
            try await stage.portal.createRecord(
                .deal, properties: ["dealname": "Forty tents"], on: ObjectReference(.contact, robin.id))
            let engine = ScriptedEngine.echo()
            let relay = try Relay(stage, engine: engine)
            try await relay.settle()
            let second = try await stage.portal.customerWritesEmail(
                from: "sam@writer.example", name: "Sam Writer", subject: "Re: Tent", text: "Mine too.", threadID: first.threadID)
            try await relay.settle()
            #expect(engine.requests.map(\.session.contactEmail) == ["robin@reader.example", "sam@writer.example"])
            #expect(engine.requests.map(\.session.contactName) == ["Robin Reader", "Sam Writer"])
            #expect(engine.requests.map(\.session.contactID) == [robin.id, nil])

            let messageID = [first, second][row.mail].messageID
            let handed = try await stage.handOff(["threadId": .string(first.threadID), "inReplyTo": .string(messageID)])
            #expect(handed.status == .done && Stage.notDone(handed) == [], "\(handed.line)")
            let comment = try #require(await stage.portal.comments(first.threadID).first).text
            #expect(comment.contains("\nCustomer: \(row.customer)\n"), "\(comment)")
            #expect(comment.contains("Forty tents") == row.seesDeals)
            let contact = try #require(handed.data["contactId"]?.string)
            #expect(await stage.portal.contact(contact)?.properties["email"] == row.email)
            #expect(await stage.portal.contacts(ofTicket: try await stage.onlyTicket().id) == [contact])
            #expect(try await stage.onlyTicket().properties["subject"]?.contains(row.customer.prefix { $0 != "," }) == true)
        }
    }

    @Test("The contact of a customer who wrote before another still finds the session", arguments: ["robin", "sam"])
    func otherContact(_ name: String) async throws {
        try await Stage.run { stage in
            let thread = try await stage.portal.customerWritesEmail(
                from: "robin@reader.example", subject: "Tent", text: "It leaks."
            ).threadID
            let relay = try Relay(stage, engine: ScriptedEngine.echo())
            try await relay.settle()
            try await stage.portal.customerWritesEmail(
                from: "sam@reader.example", subject: "Re: Tent", text: "Mine too.", threadID: thread)
            try await relay.settle()
            _ = try await stage.handOff(["threadId": .string(thread)])
            let contacts = await stage.portal.allContacts
            let contact = try #require(contacts.first { $0.properties["email"] == "\(name)@reader.example" })
            let result = await stage.handle(
                try Functions(stage.services, engines: [:]),
                Stage.event(SessionDeleteEvent.type, ["contactId": .string(contact.id)]))
            #expect(result.data["deleted"]?["sessions"] == 1)
        }
    }
}
