import FoundationEssentials
import HubSpotSimulator
import RelayCore
import Synchronization
import TestSupport
import Testing

@testable import ai_reply_post
@testable import handoff_comment

/// HubSpot refuses a post for a moment, and in that moment somebody of the team answers.
@Suite("A person answers while HubSpot refuses the AI's post")
struct RefusedPostTests {
    struct Row: NamedCase {
        let name: String
        let refusal: Refusal
        var call = CallMatch.posting(.message)
        var isClosedBefore = false
        let action: AnswerAction
    }

    static let reply = AnswerAction.reply(.init(text: "Here is the answer."))
    static let handoff = AnswerAction.handoff(
        .init(reason: "r", summary: "s", sentiment: nil, language: nil, reply: "A colleague will help you."))
    static let rows = [
        Row(name: "an answer, the limit of ten seconds", refusal: .tenSecondLimit(), action: reply),
        Row(name: "an answer, a short Retry-After", refusal: .tenSecondLimit(retryAfter: 1), action: reply),
        Row(name: "an answer, a locked thread", refusal: .locked, action: reply),
        Row(name: "a closing line, the limit of ten seconds", refusal: .tenSecondLimit(), action: handoff),
        Row(name: "a closing line, a locked thread", refusal: .locked, action: handoff),
        Row(
            name: "an answer for which the thread is opened, which is locked", refusal: .locked, call: .operation(.updateThread),
            isClosedBefore: true, action: reply),
    ]

    @Test("The AI stays quiet", arguments: rows)
    func quiet(_ row: Row) async throws {
        var settings = PortalSettings()
        settings.reopensOnCustomerMessage = !row.isClosedBefore
        try await Stage.run(["HANDOFF_USER_ID": "\(settings.rep.userID)"], settings) { stage in
            let thread = try await stage.chat("one")
            if row.isClosedBefore {
                try await stage.portal.closeThread(thread)
                _ = try await stage.chat("two", on: thread)
            }
            stage.simulator.failNext(.refuse(row.refusal), matching: row.call)
            let person = Person(stage, thread, refusedWith: row.refusal.status)
            let clock = TestClock(now: Date(), shortestTimeout: 20)
            var ambient = clock.ambient
            let sleep = ambient.sleep
            ambient.sleep = { seconds in
                await person.actOnceRefused()
                await sleep(seconds)
            }
            let engine = ScriptedEngine { _ throws(AnswerError) in row.action }
            let functions = try Functions(stage.services(ambient), engines: ["default": engine])
            let relay = Relay(stage.portal, functions, clock)
            relay.onStep = { _ in await person.actOnceRefused() }
            let steps = try await relay.settle()
            #expect(await person.hasActed)
            #expect(await stage.portal.messages(thread).last?.text == "I am Bo.", "\(steps)")
            #expect(await stage.portal.messages(thread).count { $0.direction == .outgoing } == 1)
            #expect(steps.allSatisfy { $0.result.status != .failed })
        }
    }

    /// Answers as soon as HubSpot has refused the AI.
    private actor Person {
        private let stage: Stage
        private let threadID: String
        private let status: Int
        private(set) var hasActed = false

        init(_ stage: Stage, _ threadID: String, refusedWith status: Int) {
            self.stage = stage
            self.threadID = threadID
            self.status = status
        }

        func actOnceRefused() async {
            guard !hasActed, stage.simulator.calls.contains(where: { $0.status == status }) else { return }
            hasActed = true
            do { try await stage.portal.repReplies(threadID: threadID, text: "I am Bo.") } catch { Issue.record(error) }
        }
    }
}
