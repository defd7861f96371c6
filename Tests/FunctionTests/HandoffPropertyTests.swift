import FoundationEssentials
import HubSpotSimulator
import RelayCore
import SessionStore
import TestSupport
import Testing

@testable import handoff_comment

@Suite("The ticket properties of a handoff")
struct HandoffPropertyTests {
    private static let environment = [
        "TICKET_SENTIMENT_PROPERTY": "ai_sentiment", "TICKET_LANGUAGE_PROPERTY": "ai_language",
        "TICKET_REASON_PROPERTY": "ai_reason", "TICKET_HANDED_OFF_PROPERTY": "ai_handed_off",
        "TICKET_PRIORITY_BY_SENTIMENT": #"{"angry":"HIGH"}"#, "PROPERTY_MAPPING": #"{"plan":"customer_plan"}"#,
    ]

    private static let handoff: JSONObject = ["sentiment": "angry", "language": "nl"]

    struct Row: NamedCase {
        let name: String
        /// The properties that the portal does not have.
        var unknown: Set<String> = []
        /// Whether HubSpot names what it refuses.
        var isNamed = true
        var notDone: [String] { unknown.map { _ in "properties validation" } }
    }

    static let rows = [
        Row(name: "all known"), Row(name: "one unknown", unknown: ["ai_language"]),
        Row(name: "three unknown", unknown: ["ai_language", "ai_reason", "customer_plan"]),
        Row(name: "one unknown, and HubSpot names none", unknown: ["ai_language"], isNamed: false),
    ]

    @Test("What the portal has is written, what it does not have is named", arguments: rows)
    func written(_ row: Row) async throws {
        try await Stage.run(Self.environment) { stage in
            let all = ["ai_sentiment", "ai_language", "ai_reason", "ai_handed_off", "customer_plan"]
            for name in all where !row.unknown.contains(name) {
                try await stage.portal.defineTicketProperty(PropertyDefinition(name: name, label: name))
            }
            let thread = try await stage.chat("I want to talk to a human please")
            let session = SessionID.of(threadID: thread, organization: "default")
            for (name, value) in [("plan", "gold"), ("shoe size", "42")] {
                _ = try await stage.store.setProperty(
                    sessionID: session,
                    entry: CustomDataEntry(property: name, value: value, origin: .session, occurredAt: Date()))
            }
            if !row.isNamed {
                stage.simulator.failNext(
                    .refuse(Refusal(.valueTaken(portalID: 1, property: "x", value: "y", on: "z", by: "z"))),
                    matching: .operation(.updateTicket))
            }
            let result = try await stage.handOff(Self.handoff.merging(["threadId": .string(thread)]) { $1 })
            #expect(result.status == .done && Stage.notDone(result) == row.notDone, "\(result.line)")
            for name in row.unknown { #expect(Stage.messages(result).contains { $0.contains(name) }) }
            let expected = [
                "ai_sentiment": "angry", "ai_language": "nl", "ai_reason": "The customer asked for a person",
                "ai_handed_off": "true", "customer_plan": "gold", "hs_ticket_priority": "HIGH",
            ]
            let ticket = try await stage.onlyTicket()
            for (name, value) in expected { #expect(ticket.properties[name] == (row.unknown.contains(name) ? nil : value)) }
            #expect(ticket.properties["hubspot_owner_id"] != nil)
        }
    }

    @Test("A value that is none of the property's options is named too; a priority that stands, stays")
    func options() async throws {
        try await Stage.run(Self.environment) { stage in
            for name in ["ai_language", "ai_reason", "ai_handed_off"] {
                try await stage.portal.defineTicketProperty(PropertyDefinition(name: name, label: name))
            }
            try await stage.portal.defineTicketProperty(
                PropertyDefinition(
                    name: "ai_sentiment", label: "Sentiment", type: "enumeration", fieldType: "select",
                    options: [.init(value: "calm", label: "Calm")]))
            let thread = try await stage.chat("I want to talk to a human please")
            _ = try await stage.portal.createTicket(
                properties: ["subject": "Boots", "hs_pipeline_stage": "1", "hs_ticket_priority": "LOW"], threadID: thread)
            let result = try await stage.handOff(Self.handoff.merging(["threadId": .string(thread)]) { $1 })
            #expect(Stage.notDone(result) == ["properties validation"])
            #expect(Stage.messages(result).first?.contains("ai_sentiment") == true)
            let ticket = try await stage.onlyTicket()
            #expect(ticket.properties["hs_ticket_priority"] == "LOW")
            #expect(ticket.properties["ai_language"] == "nl")
        }
    }

    @Test("What came from the ticket is not written back: a withheld value clears nothing, an older one undoes no edit")
    func notWrittenBack() async throws {
        try await Stage.run(["PROPERTY_MAPPING": #"{"plan":"customer_plan","size":"customer_size"}"#]) { stage in
            for name in ["customer_plan", "customer_size"] {
                try await stage.portal.defineTicketProperty(PropertyDefinition(name: name, label: name))
            }
            let thread = try await stage.chat("I want to talk to a human please")
            let ticketID = try await stage.portal.createTicket(
                properties: [
                    "subject": "Boots", "hs_pipeline_stage": "1", "customer_plan": "gold", "customer_size": "43",
                ], threadID: thread)
            let session = SessionID.of(threadID: thread, organization: "default")
            for entry in [
                CustomDataEntry(property: "plan", value: nil, isRedacted: true, occurredAt: Date()),
                CustomDataEntry(property: "size", value: "42", occurredAt: Date()),
            ] {
                _ = try await stage.store.setProperty(sessionID: session, entry: entry)
            }
            let result = try await stage.handOff(["threadId": .string(thread)])
            #expect(result.status == .done)
            let ticket = try #require(await stage.portal.ticket(ticketID))
            #expect(ticket.properties["customer_plan"] == "gold")
            #expect(ticket.properties["customer_size"] == "43")
        }
    }
}
