import Foundation
import HostDelivery
import HubSpotSimulator
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

/// What somebody does who looks at a runner, and at what became of a customer's message: the built commands beside the built
/// runner.
@Suite("Looking at a runner and acting on it", .timeLimit(.minutes(10)))
struct OperatingTests {
    private static let settings = ["CHAT_DELAY": "0", "REPLY_CHECK_DELAY": "0", "TICKET_WAIT": "0"]

    private static func output(_ relay: RunningRelay, _ arguments: String..., exitCode: Int32 = 0) async throws -> String {
        let run = try await relay.runner(arguments)
        #expect(run.exitCode == exitCode, "\(arguments): \(run.errors)")
        return String(decoding: run.output, as: UTF8.self)
    }

    private static func json(_ relay: RunningRelay, _ arguments: String...) async throws -> JSON {
        let run = try await relay.runner(arguments + ["--json"])
        #expect(run.exitCode == 0, "\(arguments): \(run.errors)")
        return try JSON.parse(run.output)
    }

    /// Until the story says so.
    private static func wait(_ relay: RunningRelay, _ id: String, says sentence: String) async throws {
        try await relay.wait("a story that says: \(sentence)") {
            let run = try await relay.runner(["trace", id, "--json"])
            let verdict = (try? JSON.parse(run.output))?["verdict"]
            return verdict?["sentence"]?.string?.hasPrefix(sentence) == true
        }
    }

    @Test("A message is seen from its webhook to its answer, and the AI is paused, resumed and taken out")
    func story() async throws {
        try await RunningRelay.whileRunning(Self.settings) { relay in
            let first = try await relay.portal.customerWritesChat(
                text: "How long does shipping take?", name: "Casey", email: "casey@customer.example")
            let thread = first.threadID
            try await Self.wait(relay, thread, says: "The customer has an answer as message ")

            let events = try await Self.output(relay, "events", "--thread", thread)
            #expect(events.contains("message-route") && events.contains("ai-reply-post"))
            #expect(!events.contains("shipping"))
            let story = try await Self.output(relay, "trace", thread)
            #expect(story.contains("webhook-receive: a delivery of HubSpot's"))
            #expect(story.contains("└─ ai-turn: the AI's turn"))
            #expect(story.contains("posted message "))
            #expect(!story.contains("shipping") && !story.contains("\u{1B}"))
            #expect(try await Self.json(relay, "trace", first.messageID)["kind"] == "message")

            let sessions = try #require(try await Self.json(relay, "sessions")["sessions"]?.array)
            let session = try #require(sessions.first?["sessionId"]?.string)
            #expect(session == SessionID.of(threadID: thread, organization: "default"))
            #expect(try await Self.output(relay, "session", thread).contains("How long does shipping take?"))
            #expect(try await Self.output(relay, "explain", thread).contains("it has said what it has to say"))

            _ = try await Self.output(relay, "pause", session)
            try await relay.wait("a paused session") {
                try await Self.json(relay, "session", session)["session"]?["state"] == "paused"
            }
            let second = try await relay.portal.customerWritesChat(
                text: "Can I return a jacket that I did not wear?", threadID: thread)
            try await Self.wait(relay, second.messageID, says: "The AI stays quiet (session-paused): ")
            let explained = try await Self.json(relay, "explain", second.messageID)
            #expect(explained["decision"] == "quiet" && explained["messageId"]?.string == second.messageID)
            #expect(explained["sentence"]?.string?.contains("local-runner resume") == true)

            _ = try await Self.output(relay, "resume", thread)
            try await Self.wait(relay, second.messageID, says: "The customer has an answer")
            _ = try await Self.output(relay, "handoff", session, "--reason", "The customer is a partner")
            try await relay.wait("a session with a person") {
                try await Self.json(relay, "session", session)["session"]?["state"] == "handed-off"
            }
            let report = try await Self.json(relay, "report", "--since", "1d")
            #expect(report["handled"] == 2 && report["answered"] == 2)
            #expect(report["unanswered"] == ["counts": [:], "newest": []])
            #expect(report["medianMillisecondsToAnswer"]?.int ?? 0 > 0)
        }
    }

    @Test("An answered message is done again: what stands is said first, and the customer is not written to again")
    func replay() async throws {
        try await RunningRelay.whileRunning(Self.settings) { relay in
            let message = try await relay.portal.customerWritesChat(
                text: "How long does shipping take?", name: "Casey", email: "casey@customer.example")
            try await Self.wait(relay, message.threadID, says: "The customer has an answer")
            let turn = "turn:\(message.threadID):\(message.messageID)"
            let plan = try await Self.output(relay, "replay", turn)
            #expect(plan.contains("The AI is not asked again") && plan.contains("The customer is not written to again"))
            #expect(plan.contains("Nothing is queued"))
            let said = try await Self.json(relay, "replay", turn, "--yes")
            let again = try #require(said["eventId"]?.string)
            try await relay.wait("the repeat") {
                try await Self.output(relay, "events", "--json").contains("\"code\":\"already-done\"")
            }
            #expect(try await Self.json(relay, "trace", again)["kind"] == "event")
            let answers = await relay.portal.messages(message.threadID).filter { $0.direction == .outgoing }
            #expect(answers.count == 1)
            #expect(try await relay.runner(["replay", "no-such-event"]).exitCode == 1)
        }
    }

    @Test("A customer is forgotten, in the history too")
    func forget() async throws {
        try await RunningRelay.whileRunning(Self.settings) { relay in
            let message = try await relay.portal.customerWritesChat(
                text: "How long does shipping take?", name: "Casey", email: "casey@customer.example")
            try await Self.wait(relay, message.threadID, says: "The customer has an answer")
            _ = try await Self.output(relay, "forget", "--email", "casey@customer.example")
            try await relay.wait("an empty history") {
                try await Self.output(relay, "events", "--thread", message.threadID) == "No events.\n"
            }
            #expect(try await relay.runner(["session", message.threadID]).exitCode == 1)
        }
    }

    @Test("A sample reaches the runner signed; unsigned, stale and hostile ones are refused or left")
    func trigger() async throws {
        try await RunningRelay.whileRunning(Self.settings) { relay in
            let url = relay.webhookURL
            func trigger(_ arguments: String...) async throws -> (Int32?, String) {
                let run = try await relay.runner(["trigger", "--url", url] + arguments)
                return (run.exitCode, String(decoding: run.output, as: UTF8.self))
            }
            let taken = try await trigger("batch", "--count", "2", "--duplicate", "--shuffle", "--set", "objectId=99")
            #expect(taken.0 == 0)
            #expect(taken.1.split(separator: "\n").count { $0.contains(#""accepted":3"#) } == 4)
            #expect(try await trigger("newMessage", "--unsigned").1.contains("missing-signature"))
            #expect(try await trigger("newMessage", "--stale").1.contains("stale-timestamp"))
            for sample in ["notJSON", "notAnArray"] { #expect(try await trigger(sample).1.hasPrefix("200  ")) }
            #expect(try await trigger("tooDeep").0 == 0)
            let unknown = try await relay.runner(["trigger", "tea", "--url", url])
            #expect(unknown.exitCode == 64 && unknown.errors.contains("newMessage"))
        }
    }
}
