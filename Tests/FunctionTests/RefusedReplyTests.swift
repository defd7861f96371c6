import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import ai_reply_post

@Suite("An answer that cannot be posted")
struct RefusedReplyTests {
    struct Row: NamedCase {
        let name: String
        let fault: Fault
        var isLast = false
        /// Whose the answer is; nil: the AI's.
        var sender: String?
        /// nil: the event is `failed` or tried again, and nobody is handed anything.
        let reason: String?
        var status = FunctionResult.Status.done
    }

    static let rows = [
        Row(name: "HubSpot refuses it", fault: .refuse(.invalid("no")), reason: "HubSpot did not take the AI's answer"),
        Row(name: "a person's own", fault: .refuse(.invalid("no")), sender: "52530099", reason: "a colleague's answer"),
        Row(name: "HubSpot is down", fault: .refuse(.unavailable), reason: nil, status: .retry),
        Row(
            name: "HubSpot is down, on the last try", fault: .refuse(.unavailable), isLast: true,
            reason: "HubSpot did not take the AI's answer"),
        Row(
            name: "its answer is lost, on the last try", fault: .dropBeforeActing, isLast: true,
            reason: "HubSpot did not take the AI's answer"),
        Row(name: "a limit that is reached", fault: .refuse(.dailyLimit), reason: nil, status: .retry),
    ]

    @Test("A person gets it as a suggestion, once trying again is over", arguments: rows)
    func suggested(_ row: Row) async throws {
        try await Stage.run { stage in
            let thread = try await stage.chat("Where is my parcel?")
            let message = try #require(await stage.portal.messages(thread).last?.id)
            var data: JSONObject = ["threadId": .string(thread), "inReplyTo": .string(message), "text": "It left today."]
            data["senderUserId"] = row.sender.map(JSON.string)
            var event = Stage.event(AIReplyEvent.type, .object(data))
            event.isLastAttempt = row.isLast
            stage.simulator.failNext(row.fault, matching: .posting(.message), times: nil)
            let result = await stage.handle(try Functions(stage.services), event)
            #expect(result.status == row.status, "\(result.line)")
            let handoffs = result.events.filter { $0.type == AIHandoffEvent.type }
            #expect(handoffs.count == (row.reason == nil ? 0 : 1))
            guard let handoff = handoffs.first, let reason = row.reason else { return }
            #expect(handoff.data["reason"]?.string?.contains(reason) == true)
            #expect(handoff.data["suggestion"] == "It left today." && handoff.data["reply"] == nil)

            // HubSpot takes comments, and still no message.
            let clock = TestClock(now: Date())
            let handed = await stage.deliver(handoff, to: try Functions(stage.services(clock.ambient)), clock)
            #expect(handed.status == .done, "\(handed.line)")
            let comment = try #require(await stage.portal.comments(thread).first?.text)
            #expect(comment.contains("Suggested reply: It left today."))
            #expect(await stage.portal.messages(thread).count == 1)
        }
    }
}
