import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("What became of a message, in words")
struct WordsTests {
    struct Row: NamedCase {
        let name: String
        var environment: [String: String] = [:]
        var text = "How long does shipping take?"
        /// Of the turn, and of what follows from it.
        let said: [String?]
        var type = AIReplyEvent.type
    }

    @Test(
        "Each result says whether the AI answers, drafts, hands over or stays quiet",
        arguments: [
            Row(name: "an answer", said: ["the AI answers", "the customer is answered"]),
            Row(
                name: "a draft", environment: ["ASSIST_MODE": "true"], said: ["the AI drafts an answer", "the team has a draft"]),
            Row(
                name: "a handoff", text: "I want to talk to a human please",
                said: ["the AI hands over to a person", "a person has the conversation"], type: AIHandoffEvent.type),
            Row(name: "a silence", environment: ["AUTOPILOT": "off"], said: ["the AI stays quiet"]),
        ])
    func words(_ row: Row) async throws {
        try await Stage.run(row.environment) { stage in
            let relay = try Relay(stage)
            _ = try await stage.chat(row.text)
            let steps = try await relay.settle()
            let said = (steps.results(ConversationTurnEvent.type) + steps.results(row.type)).map(\.message)
            #expect(said == row.said)
        }
    }
}
