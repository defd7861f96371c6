import FoundationEssentials
import HubSpotSimulator
import RelayCore
import SessionStore
import Testing

@testable import ai_reply_post
@testable import handoff_comment
@testable import message_route
@testable import ticket_property_mirror

@Suite("The functions, against the simulated HubSpot")
struct ConversationTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let fault: SimulatedFault
        let status: FunctionResult.Status
        let code: ReasonCode?
        var says = ""
    }

    static let faults = [
        Fault(
            testDescription: "404 of the thread", fault: .init(matching: "GET /conv", status: 404), status: .retry,
            code: .notFound),
        Fault(testDescription: "401", fault: .init(matching: "GET /conv", status: 401), status: .failed, code: .unauthorized),
        Fault(
            testDescription: "403", fault: .missingScope("conversations.read", matching: "GET /conv"), status: .failed,
            code: .missingScope, says: "conversations.read"),
        Fault(
            testDescription: "429, then good", fault: .init(matching: "GET /conv", status: 429, headers: ["Retry-After": "1"]),
            status: .done, code: nil),
        Fault(
            testDescription: "429 for the day", fault: .init(matching: "GET /conv", status: 429, body: ["policyName": "DAILY"]),
            status: .retry, code: .dailyLimit),
        Fault(
            testDescription: "500 for ever", fault: .init(matching: "GET /conv", status: 500, times: 9), status: .retry,
            code: .unavailable),
    ]

    @Test("HubSpot's faults are told by their code, and the next delivery works", arguments: faults)
    func fault(_ test: Fault) async throws {
        try await Stage.run { stage in
            let function = try MessageRoute(stage.services)
            let event = try await stage.arrival(on: stage.chat("How long does shipping take?"))
            await stage.portal.fail(test.fault)
            let result = await stage.handle(function, event)
            #expect(result.status == test.status && result.code == test.code)
            #expect(result.message?.contains(test.says) == true || test.says.isEmpty)
            guard test.fault.times == 1 else { return }
            #expect(await stage.handle(function, event).status == .done)
        }
    }

    @Test("A refused connection")
    func refused() async throws {
        try await Stage.run(["HUBSPOT_API_BASE": "http://127.0.0.1:9"]) { stage in
            let result = await stage.handle(
                try MessageRoute(stage.services), Stage.event(EventType.newMessage, ["objectId": 1, "messageId": "m"]))
            #expect(result.status == .retry && result.code == .connectionFailed)
        }
    }

    /// Plays arrival and turn of the newest message; the event that the AI's turn emitted.
    private func turn(_ stage: Stage, _ threadID: String) async throws -> RelayEvent {
        let function = try MessageRoute(stage.services)
        let arrived = await stage.handle(function, try await stage.arrival(on: threadID))
        let turn = try #require(arrived.events.first, "\(arrived.line)")
        let result = await stage.handle(function, turn)
        #expect(await stage.handle(function, turn) == result)
        return try #require(result.events.first, "\(result.line)")
    }

    @Test("An answer is posted once, however often it is delivered, and our own message is not answered")
    func reply() async throws {
        try await Stage.run { stage in
            let thread = await stage.chat("How long does shipping take?")
            let reply = try await turn(stage, thread)
            #expect(reply.type == EventType.aiReply)
            let function = try AIReplyPost(stage.services)
            let first = await stage.handle(function, reply)
            #expect(first.status == .done && first.data["kind"]?.string == "message")
            #expect(await stage.handle(function, reply).line == first.line)
            var replay = reply
            replay.id = "replayed"
            #expect(await stage.handle(function, replay).code == .alreadyDone)
            #expect(await stage.portal.threadMessages(thread).count == 2)
            let own = await stage.handle(try MessageRoute(stage.services), try await stage.arrival(on: thread))
            #expect(own.status == .skipped && own.code == .ownMessage)
        }
    }

    @Test("An answer that was lost on its way back is found, not posted again")
    func lostAnswer() async throws {
        try await Stage.run { stage in
            let thread = await stage.chat("How long does shipping take?")
            let reply = try await turn(stage, thread)
            let key = EventID.reply(conversation: thread, key: try #require(reply.data["inReplyTo"]?.string))
            let early = Date() - 40
            _ = try await stage.store.startEffect(organization: "default", key: key, now: early)
            let answer = await stage.portal.answer(
                method: "POST", path: "/conversations/v3/conversations/threads/\(thread)/messages", query: [:],
                token: SimulatedPortal.accessToken,
                body: [
                    "type": "MESSAGE", "text": "The earlier try", "senderActorId": "A-7100001", "channelId": "1000",
                    "channelAccountId": "1", "recipients": [["actorId": "V-1"]],
                ])
            let result = await stage.handle(try AIReplyPost(stage.services), reply)
            #expect(result.code == .alreadyDone)
            #expect(result.data["messageId"]?.string == answer.body["id"]?.string)
            #expect(await stage.portal.threadMessages(thread).count == 2)
        }
    }

    @Test("While an earlier try may still be under way, the reply waits")
    func pending() async throws {
        try await Stage.run { stage in
            let thread = await stage.chat("How long does shipping take?")
            let reply = try await turn(stage, thread)
            let key = EventID.reply(conversation: thread, key: try #require(reply.data["inReplyTo"]?.string))
            _ = try await stage.store.startEffect(organization: "default", key: key, now: Date())
            let result = await stage.handle(try AIReplyPost(stage.services), reply)
            #expect(result.status == .retry && result.code == .effectPending && result.code?.isWait == true)
            #expect(await stage.portal.threadMessages(thread).count == 1)
        }
    }

    @Test("A person who takes the thread while the AI thinks keeps it")
    func ownerMeanwhile() async throws {
        try await Stage.run { stage in
            let thread = await stage.chat("How long does shipping take?")
            let reply = try await turn(stage, thread)
            await stage.portal.assign(thread, toUser: SimulatedPortal.repUserID)
            let result = await stage.handle(try AIReplyPost(stage.services), reply)
            #expect(result.status == .skipped && result.code == .ownerIsHuman)
            #expect(await stage.portal.threadMessages(thread).count == 1)
        }
    }

    @Test("Assist mode drafts for the team")
    func assist() async throws {
        try await Stage.run(["ASSIST_MODE": "true"]) { stage in
            let thread = await stage.chat("How long does shipping take?")
            await stage.portal.assign(thread, toUser: SimulatedPortal.repUserID)
            let result = await stage.handle(try AIReplyPost(stage.services), try await turn(stage, thread))
            #expect(result.data["kind"]?.string == "comment")
            #expect(await stage.portal.threadMessages(thread).last?.type == "COMMENT")
        }
    }

    @Test("A handoff makes each thing once, and says what it could not do")
    func handoff() async throws {
        try await Stage.run { stage in
            let thread = await stage.chat("I want to talk to a human please")
            let handoff = try await turn(stage, thread)
            #expect(handoff.type == EventType.aiHandoff)
            await stage.portal.fail(.missingScope("crm.objects.owners.read", matching: "owners"))
            let function = try HandoffComment(stage.services)
            let result = await stage.handle(function, handoff)
            #expect(result.status == .done)
            #expect(result.data["ownerId"] == .null)
            let notDone = try #require(result.data["notDone"]?.array?.first)
            #expect(notDone["step"]?.string == "owner" && notDone["code"]?.string == "missing-scope")
            #expect(notDone["message"]?.string?.contains("crm.objects.owners.read") == true)
            var replay = handoff
            replay.causationID = "x"
            replay.source = "/again"
            #expect(await stage.handle(function, replay).data["ownerId"]?.string == SimulatedPortal.aiOwnerID)
            let types = await stage.portal.threadMessages(thread).map(\.type)
            #expect(types == ["MESSAGE", "MESSAGE", "COMMENT"])
            let quiet = await stage.handle(
                try MessageRoute(stage.services), try await stage.arrival(on: stage.chat("Hello?", on: thread)))
            #expect(quiet.code == .sessionHandedOff)
        }
    }

    @Test("Ticket properties: mirrored with their label, newest first, cleared when cleared")
    func mirror() async throws {
        try await Stage.run { stage in
            let thread = await stage.chat("I want to talk to a human please")
            let handed = await stage.handle(try HandoffComment(stage.services), try await turn(stage, thread))
            let ticket = try #require(handed.data["ticketId"]?.string)
            let function = try TicketPropertyMirror(stage.services)
            func change(_ value: JSON, _ occurredAt: Int) async -> FunctionResult {
                await stage.handle(
                    function,
                    Stage.event(
                        EventType.ticketPropertyChange,
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
            let session = EventID.session(organization: "default", threadID: thread)
            let data = try await stage.store.customData(organization: "default", sessionID: session)
            #expect(data.first { $0.property == "hs_pipeline_stage" }?.value == nil)
            let stranger = Stage.event(
                EventType.ticketPropertyChange, ["objectId": 1, "propertyName": "subject", "propertyValue": "x", "occurredAt": 1])
            #expect(await stage.handle(function, stranger).code == .noSession)
        }
    }
}
