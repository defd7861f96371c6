import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("Checks of a message that the app sends")
struct MessageValidationTests {
    struct DraftCase: NamedCase {
        var name: String
        var body: JSON
        /// What the answer must hold, in its message or in one of its errors.
        var said: [String]
    }

    private static func chat(_ name: String, _ value: JSON?) -> JSON { DraftBodies.changed(DraftBodies.chat, name, value) }
    private static func mail(_ name: String, _ value: JSON?) -> JSON { DraftBodies.changed(DraftBodies.mail, name, value) }

    private static func recipient(_ actorID: String?, _ address: String) -> JSON {
        [
            "actorId": .optional(actorID), "recipientField": "TO",
            "deliveryIdentifier": ["type": "CHANNEL_SPECIFIC_OPAQUE_ID", "value": .string(address)],
        ]
    }

    static let refused: [DraftCase] = [
        DraftCase(name: "no type", body: chat("type", nil), said: ["[type]"]),
        DraftCase(name: "another type", body: chat("type", "WELCOME_MESSAGE"), said: ["Invalid type"]),
        DraftCase(name: "no text", body: chat("text", nil), said: ["[text]"]),
        DraftCase(name: "empty text", body: chat("text", ""), said: ["[text]"]),
        DraftCase(name: "text that is no text", body: chat("text", 7), said: ["text must be a string"]),
        DraftCase(name: "no sender", body: chat("senderActorId", nil), said: ["[senderActorId]"]),
        DraftCase(name: "no channel", body: chat("channelId", nil), said: ["[channelId]"]),
        DraftCase(name: "no channel account", body: chat("channelAccountId", nil), said: ["[channelAccountId]"]),
        DraftCase(name: "no recipients", body: chat("recipients", nil), said: ["[recipients]"]),
        DraftCase(name: "an empty list of recipients", body: chat("recipients", []), said: ["recipients must not be empty"]),
        DraftCase(
            name: "a visitor as the sender", body: chat("senderActorId", "V-1"),
            said: ["Actor type VISITOR is not supported for sending"]),
        DraftCase(
            name: "the integration as the sender", body: chat("senderActorId", "I-1098266"),
            said: ["Actor type INTEGRATOR is not supported for sending"]),
        DraftCase(name: "a bare number as the sender", body: chat("senderActorId", "52530071"), said: ["Invalid actorId type"]),
        DraftCase(name: "a user of another account", body: chat("senderActorId", "A-1"), said: ["Invalid actorId"]),
        DraftCase(
            name: "an agent as the recipient",
            body: chat("recipients", [["actorId": "A-52530099", "recipientField": "TO"]]),
            said: ["Actor type AGENT is not supported for receiving"]),
        DraftCase(
            name: "a visitor that writes to an agent",
            body: DraftBodies.changed(
                chat("recipients", [["actorId": "A-52530099", "recipientField": "TO"]]), "senderActorId", "V-1"),
            said: [
                "Multiple errors validating request.", "Actor type VISITOR is not supported for sending",
                "Actor type AGENT is not supported for receiving",
            ]),
        DraftCase(
            name: "an account of another channel", body: chat("channelAccountId", "220002"), said: ["Invalid channelAccountId"]),
        DraftCase(
            name: "an e-mail to an actor only", body: mail("recipients", [["actorId": "V-1"]]), said: ["HS_EMAIL_ADDRESS"]),
        DraftCase(
            name: "a chat to an actor only", body: chat("recipients", [["actorId": "V-870000101", "recipientField": "TO"]]),
            said: ["every recipient of a chat needs a deliveryIdentifier"]),
        DraftCase(
            name: "a chat to another visitor", body: chat("recipients", [recipient("V-1", "visitor-870000101")]),
            said: ["nobody on this thread"]),
        DraftCase(
            name: "a chat to another visitor's address", body: chat("recipients", [recipient("V-870000101", "visitor-1")]),
            said: ["nobody on this thread"]),
        DraftCase(
            name: "a channel that cannot be answered", body: chat("channelId", "1007"), said: ["Sending is not supported"]),
        DraftCase(name: "a comment without text", body: ["type": "COMMENT"], said: ["[text]"]),
        DraftCase(name: "an array", body: [], said: ["must be an object"]),
    ]

    @Test("A bad draft is refused with what is wrong, and nothing is sent", arguments: refused)
    func badDraft(_ row: DraftCase) async throws {
        try await withSimulator { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            let answer = try await client.post("\(Edition.v3.threads)/\(id)/messages", row.body)
            #expect(answer.status == 400)
            #expect(answer.json["status"] == "error")
            #expect(answer.json["category"] == "VALIDATION_ERROR")
            #expect(answer.json["correlationId"]?.string?.isEmpty == false)
            let errors = (answer.json["errors"]?.array ?? []).compactMap { $0["message"]?.string }
            let texts = [answer.json["message"]?.string ?? ""] + errors
            for said in row.said { #expect(texts.contains { $0.contains(said) }, "\(texts)") }
            #expect(await server.portal.timeline(id).count == 1)
        }
    }

    @Test("A chat message goes to the address of its own visitor only", arguments: ["V-870000101", nil])
    func visitor(_ actorID: String?) async throws {
        try await withSimulator { server, client in
            let id = try await server.portal.customerWritesChat(text: "Hello").threadID
            let body = Self.chat("recipients", [Self.recipient(actorID, "visitor-870000101")])
            #expect(try await client.post("\(Edition.v3.threads)/\(id)/messages", body).status == 201)
            // Another thread is another visitor's.
            let other = try await server.portal.customerWritesChat(text: "Hello").threadID
            #expect(try await client.post("\(Edition.v3.threads)/\(other)/messages", body).status == 400)
        }
    }

    @Test("The singular deliveryIdentifier is taken too")
    func singular() async throws {
        try await withSimulator { server, client in
            let id = try await server.portal.customerWritesEmail(
                from: "ann@customer.example", subject: "Hi", text: "Hello"
            ).threadID
            let recipients: JSON = [
                ["recipientField": "TO", "deliveryIdentifier": ["type": "HS_EMAIL_ADDRESS", "value": "ann@customer.example"]]
            ]
            let answer = try await client.post("\(Edition.v3.threads)/\(id)/messages", Self.mail("recipients", recipients))
            #expect(answer.status == 201)
        }
    }
}
