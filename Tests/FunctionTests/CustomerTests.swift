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
            #expect(try await stage.stores.tables(holding: "reader.example") == [])
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
}
