import RelayCore
import TestSupport
import Testing

@Suite("Whether the AI may speak")
struct DecisionTests {
    struct Case: NamedCase {
        let name: String
        var thread: [String: JSON] = [:]
        var message: [String: JSON] = [:]
        var later: [JSON] = []
        var policy = DecisionPolicy(aiUserID: "71", appID: "3001", ownDomains: ["shop.example"])
        var state = Session.State.open
        var own: Set<String> = []
        let expected: Decision.Outcome
    }

    static func policy(
        autopilot: Set<ChannelKind> = [.chat, .email], assist: Bool = false, requireAssignment: Bool = false
    ) -> DecisionPolicy {
        DecisionPolicy(
            aiUserID: "71", appID: "3001", ownDomains: ["shop.example"], autopilot: autopilot, assistMode: assist,
            requireAssignment: requireAssignment)
    }

    static let incoming: [String: JSON] = [
        "id": "m1", "type": "MESSAGE", "direction": "INCOMING", "text": "Hello", "channelId": "1000",
        "createdAt": "2026-09-21T10:00:00Z",
        "client": ["clientType": "HUBSPOT"], "senders": [["actorId": "V-1"]],
    ]

    static func from(_ address: String) -> JSON {
        [["actorId": "V-1", "deliveryIdentifier": ["type": "HS_EMAIL_ADDRESS", "value": .string(address)]]]
    }

    static func later(_ changes: [String: JSON]) -> JSON {
        .object(incoming.merging(["id": "m2", "createdAt": "2026-09-21T10:01:00Z"]) { $1 }.merging(changes) { $1 })
    }

    static let cases = [
        Case(name: "a customer's chat message", expected: .answer),
        Case(
            name: "our app's own message", message: ["client": ["clientType": "INTEGRATION", "integrationAppId": 3001]],
            expected: .quiet(.ownMessage)),
        Case(name: "our message, though HubSpot forgot the client", own: ["m1"], expected: .quiet(.ownMessage)),
        Case(name: "own message on an archived thread", thread: ["archived": true], own: ["m1"], expected: .quiet(.ownMessage)),
        Case(
            name: "another app's incoming message", message: ["client": ["clientType": "INTEGRATION", "integrationAppId": 42]],
            expected: .answer),
        Case(
            name: "a customer who pastes the marker", message: ["text": "<!-- OpenCX-AI-Response --> 🔄 AI decided to handoff"],
            expected: .answer),
        Case(name: "an internal comment", message: ["type": "COMMENT"], expected: .quiet(.internalComment)),
        Case(name: "an assignment", message: ["type": "ASSIGNMENT"], expected: .quiet(.notAMessage)),
        Case(name: "a type of the future", message: ["type": "HOLOGRAM"], expected: .quiet(.notAMessage)),
        Case(
            name: "a colleague's address", message: ["channelId": "1002", "senders": from("casey@Shop.example")],
            expected: .quiet(.ownDomain)),
        Case(
            name: "a colleague's sub-domain", message: ["channelId": "1002", "senders": from("casey@mail.shop.example")],
            expected: .quiet(.ownDomain)),
        Case(
            name: "a domain that only ends alike", message: ["channelId": "1002", "senders": from("casey@workshop.example")],
            expected: .answer),
        Case(
            name: "HubSpot's own inbox", message: ["channelId": "1002", "senders": from("x@abc.hs-inbox.com")],
            expected: .quiet(.ownDomain)),
        Case(name: "an agent", message: ["senders": [["actorId": "A-72"]]], expected: .quiet(.senderIsAgent)),
        Case(name: "a bot", message: ["senders": [["actorId": "B-1"]]], expected: .quiet(.senderIsBot)),
        Case(name: "HubSpot's customer agent", message: ["senders": [["actorId": "L-1"]]], expected: .quiet(.senderIsBot)),
        Case(name: "HubSpot", message: ["senders": [["actorId": "S-hubspot"]]], expected: .quiet(.senderIsSystem)),
        Case(name: "an unknown actor", message: ["senders": [["actorId": "Q-1"]]], expected: .answer),
        Case(name: "no sender at all", message: ["senders": []], expected: .answer),
        Case(name: "outgoing", message: ["direction": "OUTGOING"], expected: .quiet(.outgoing)),
        Case(name: "archived", thread: ["archived": true], expected: .quiet(.threadArchived)),
        Case(name: "spam", thread: ["spam": true], expected: .quiet(.threadSpam)),
        Case(name: "closed", thread: ["status": "CLOSED"], expected: .quiet(.threadClosed)),
        Case(name: "the AI's user has it", thread: ["assignedTo": "A-71"], expected: .answer),
        Case(name: "somebody else has it", thread: ["assignedTo": "A-72"], expected: .quiet(.ownerIsHuman)),
        Case(
            name: "somebody else has it, assist mode", thread: ["assignedTo": "A-72"], policy: policy(assist: true),
            expected: .draft(.ownerIsHuman)),
        Case(name: "assist mode", policy: policy(assist: true), expected: .draft(.assistMode)),
        Case(
            name: "nobody has it, assignment required", policy: policy(requireAssignment: true), expected: .quiet(.ownerIsHuman)),
        Case(name: "HubSpot's customer agent has it", thread: ["assignedTo": "L-1"], expected: .quiet(.otherAI)),
        Case(
            name: "a person answered meanwhile", later: [later(["direction": "OUTGOING", "senders": [["actorId": "A-72"]]])],
            expected: .quiet(.alreadyAnswered)),
        Case(
            name: "a bot answered meanwhile", later: [later(["direction": "OUTGOING", "senders": [["actorId": "B-1"]]])],
            expected: .quiet(.otherAI)),
        Case(
            name: "our answer to an earlier message came in after it",
            later: [
                later([
                    "direction": "OUTGOING", "client": ["clientType": "INTEGRATION", "integrationAppId": 3001],
                    "senders": [["actorId": "A-71"]],
                ])
            ],
            expected: .answer),
        Case(name: "autopilot off", policy: policy(autopilot: [.email]), expected: .quiet(.autopilotOff)),
        Case(name: "autopilot off, assist mode", policy: policy(autopilot: [], assist: true), expected: .draft(.autopilotOff)),
        Case(
            name: "a channel that cannot be answered", message: ["channelId": "1007"], policy: policy(autopilot: [.whatsapp]),
            expected: .quiet(.channelNotAnswerable)),
        Case(name: "handed over", state: .handedOff, expected: .quiet(.sessionHandedOff)),
        Case(
            name: "handed over, assist mode", policy: policy(assist: true), state: .handedOff, expected: .quiet(.sessionHandedOff)
        ),
        Case(name: "paused", state: .paused, expected: .quiet(.sessionPaused)),
        Case(name: "a newer customer message", later: [later([:])], expected: .quiet(.superseded)),
        Case(name: "a newer comment supersedes nothing", later: [later(["type": "COMMENT"])], expected: .answer),
        Case(
            name: "a newer message of a colleague supersedes nothing", later: [later(["senders": from("x@shop.example")])],
            expected: .answer),
    ]

    @Test("Row by row", arguments: cases)
    func decide(_ test: Case) throws {
        let thread = try ConversationThread(json: .object(["id": "t1", "status": "OPEN"].merging(test.thread) { $1 }))
        let candidate = try ThreadMessage(json: .object(Self.incoming.merging(test.message) { $1 }))
        let later = try test.later.map { try ThreadMessage(json: $0) }
        let decision = Decision.make(
            DecisionFacts(
                thread: thread, messages: [candidate] + later, candidate: candidate, sessionState: test.state,
                ownMessageIDs: test.own),
            policy: test.policy)
        #expect(decision.outcome == test.expected)
        #expect(decision.supersededBy == (test.expected == .quiet(.superseded) ? "m2" : nil))
        if let code = decision.code, code != .assistMode { #expect(decision.rules.contains { $0.objection == code }) }
    }
}
