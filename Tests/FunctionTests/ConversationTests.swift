import FoundationEssentials
import HubSpotSimulator
import RelayCore
import SessionStore
import TestSupport
import Testing

@testable import ai_reply_post
@testable import handoff_comment
@testable import message_route
@testable import ticket_property_mirror

@Suite("The functions, against the simulated HubSpot")
struct ConversationTests {
    struct FaultCase: NamedCase {
        let name: String
        let refusal: Refusal
        var times = 1
        let status: FunctionResult.Status
        let code: ReasonCode?
        var says = ""
    }

    static let faults = [
        FaultCase(name: "404 of the thread", refusal: .notFound, status: .retry, code: .notFound),
        FaultCase(name: "401", refusal: .unauthorized, status: .retry, code: .unauthorized),
        FaultCase(
            name: "403", refusal: .missingScopes(["conversations.read"]), status: .failed, code: .missingScope,
            says: "conversations.read"),
        FaultCase(name: "429, then good", refusal: .tenSecondLimit(retryAfter: 1), status: .done, code: nil),
        FaultCase(name: "429 for the day", refusal: .dailyLimit, status: .retry, code: .dailyLimit),
        FaultCase(name: "500 for ever", refusal: .serverError, times: 9, status: .retry, code: .unavailable),
    ]

    @Test("HubSpot's faults are told by their code, and the next delivery works", arguments: faults)
    func fault(_ test: FaultCase) async throws {
        try await Stage.run { stage in
            let function = try Functions(stage.services)
            let event = try await stage.arrival(on: stage.chat("How long does shipping take?"))
            let reading = CallMatch.path(containing: "/conversations/", method: "GET")
            stage.simulator.failNext(.refuse(test.refusal), matching: reading, times: test.times)
            let result = await stage.handle(function, event)
            #expect(result.status == test.status && result.code == test.code)
            #expect(result.message?.contains(test.says) == true || test.says.isEmpty)
            stage.simulator.forgetFaults()
            #expect(await stage.handle(function, event).status == .done)
        }
    }

    @Test("A refused connection")
    func refused() async throws {
        try await Stage.run(["HUBSPOT_API_BASE": "http://127.0.0.1:9"]) { stage in
            let result = await stage.handle(
                try Functions(stage.services), Stage.event(HubSpotEvent.newMessage, ["objectId": 1, "messageId": "m"]))
            #expect(result.status == .retry && result.code == .connectionFailed)
        }
    }

    @Test("An answer is posted once, however often it is delivered, and our own message is not answered")
    func reply() async throws {
        try await Stage.run { stage in
            let thread = try await stage.chat("How long does shipping take?")
            let reply = try await stage.turn(on: thread)
            #expect(reply.type == AIReplyEvent.type)
            let function = try Functions(stage.services)
            let first = await stage.handle(function, reply)
            #expect(first.status == .done && first.data["kind"]?.string == "message")
            #expect(await stage.handle(function, reply).kept.line == first.kept.line)
            var replay = reply
            replay.id = "replayed"
            #expect(await stage.handle(function, replay).code == .alreadyDone)
            #expect(await stage.portal.timeline(thread).count == 2)
            let own = await stage.handle(try Functions(stage.services), try await stage.arrival(on: thread))
            #expect(own.status == .skipped && own.code == .ownMessage)
        }
    }

    struct Lost: NamedCase {
        let name: String
        let fault: Fault
        /// Whether HubSpot has the message although we do not know.
        let stands: Bool
    }

    @Test(
        "An answer that was lost on its way back is found, not posted again",
        arguments: [
            Lost(name: "the connection died after HubSpot had acted", fault: .dropAfterActing, stands: true),
            Lost(name: "a gateway lost patience", fault: .actThenRefuse(.unavailable), stands: true),
            Lost(name: "the connection died before HubSpot acted", fault: .dropBeforeActing, stands: false),
        ])
    func lostAnswer(_ test: Lost) async throws {
        try await Stage.run { stage in
            let clock = TestClock(now: Date())
            let thread = try await stage.chat("How long does shipping take?")
            let reply = try await stage.turn(on: thread)
            let function = try Functions(stage.services(clock.ambient))
            stage.simulator.failNext(test.fault, matching: .posting(.message))
            let lost = await stage.handle(function, reply)
            #expect(lost.status == .retry)
            #expect(await stage.portal.messages(thread).count == (test.stands ? 2 : 1))
            // Each look is some seconds after the one before it.
            var result = lost
            for _ in 0..<10 where result.status == .retry {
                clock.advance(Double(result.retryAfterSeconds ?? 1))
                result = await stage.handle(function, reply)
            }
            #expect(result.status == .done && result.code == (test.stands ? .alreadyDone : nil))
            let answers = await stage.portal.messages(thread).filter { $0.direction == .outgoing }
            #expect(answers.count == 1)
            #expect(result.data["messageId"]?.string == answers.first?.id)
        }
    }

    @Test("While an earlier try may still be under way, the reply waits")
    func pending() async throws {
        try await Stage.run { stage in
            let thread = try await stage.chat("How long does shipping take?")
            let reply = try await stage.turn(on: thread)
            let key = EffectKey.reply(conversation: thread, key: try #require(reply.data["inReplyTo"]?.string))
            _ = try await stage.store.startEffect(key: key, now: Date())
            let result = await stage.handle(try Functions(stage.services), reply)
            #expect(result.status == .retry && result.code == .effectPending && result.code?.isWait == true)
            #expect(await stage.portal.messages(thread).count == 1)
        }
    }

    @Test("A person who takes the thread while the AI thinks keeps it")
    func ownerMeanwhile() async throws {
        try await Stage.run { stage in
            let thread = try await stage.chat("How long does shipping take?")
            let reply = try await stage.turn(on: thread)
            try await stage.portal.assign(threadID: thread, to: stage.portal.settings.rep.userID)
            let result = await stage.handle(try Functions(stage.services), reply)
            #expect(result.status == .skipped && result.code == .ownerIsHuman)
            #expect(await stage.portal.messages(thread).count == 1)
        }
    }

    @Test("Assist mode drafts for the team")
    func assist() async throws {
        try await Stage.run(["ASSIST_MODE": "true"]) { stage in
            let thread = try await stage.chat("How long does shipping take?")
            try await stage.portal.assign(threadID: thread, to: stage.portal.settings.rep.userID)
            let result = await stage.handle(try Functions(stage.services), try await stage.turn(on: thread))
            #expect(result.data["kind"]?.string == "comment")
            #expect(await stage.portal.timeline(thread).last?.type == .comment)
        }
    }

    @Test("A handoff makes each thing once, and says what it could not do")
    func handoff() async throws {
        try await Stage.run { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            let handoff = try await stage.turn(on: thread)
            #expect(handoff.type == AIHandoffEvent.type)
            stage.simulator.failNext(.refuse(.missingScopes([APIScope.ownersRead])), matching: .operation(.getOwner))
            let function = try Functions(stage.services)
            let result = await stage.handle(function, handoff)
            #expect(result.status == .done)
            #expect(result.data["ownerId"] == .null)
            let notDone = try #require(result.data["notDone"]?.array?.first)
            #expect(notDone["step"]?.string == "owner" && notDone["code"]?.string == "missing-scope")
            #expect(notDone["message"]?.string?.contains("crm.objects.owners.read") == true)
            var replay = handoff
            replay.causationID = "x"
            replay.source = "/again"
            #expect(await stage.handle(function, replay).data["ownerId"]?.string == "\(stage.portal.settings.aiUser.ownerID)")
            #expect(await stage.portal.timeline(thread).map(\.type) == [.message, .message, .comment])
            _ = try await stage.chat("Hello?", on: thread)
            let quiet = try await Relay(stage).settle().results(ConversationTurnEvent.type).last
            #expect(quiet?.code == .sessionHandedOff)
        }
    }

    @Test("Ticket properties: mirrored with their label, newest first, cleared when cleared")
    func mirror() async throws {
        try await Stage.run { stage in
            let thread = try await stage.chat("I want to talk to a human please")
            let handed = await stage.handle(try Functions(stage.services), try await stage.turn(on: thread))
            let ticket = try #require(handed.data["ticketId"]?.string)
            let function = try Functions(stage.services)
            func change(_ value: JSON, _ occurredAt: Int) async -> FunctionResult {
                await stage.handle(
                    function,
                    Stage.event(
                        HubSpotEvent.ticketPropertyChange,
                        [
                            "objectId": .string(ticket), "propertyName": "hs_pipeline_stage", "propertyValue": value,
                            "occurredAt": .number(JSONNumber(occurredAt)),
                        ]))
            }
            let applied = await change("2", 2000)
            #expect(applied.status == .done && applied.data["label"]?.string == "Waiting on contact")
            #expect(await change("3", 1000).code == .stale)
            #expect(await change("2", 2000).code == .unchanged)
            #expect(await change("", 3000).status == .done)
            let session = SessionID.of(threadID: thread, organization: "default")
            let data = try await stage.store.customData(sessionID: session)
            #expect(data.first { $0.property == "hs_pipeline_stage" }?.value == nil)
            let stranger = Stage.event(
                HubSpotEvent.ticketPropertyChange,
                ["objectId": 1, "propertyName": "subject", "propertyValue": "x", "occurredAt": 1])
            #expect(await stage.handle(function, stranger).code == .noSession)
        }
    }
}
