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
            let told = try await Self.json(relay, "trace", first.messageID)
            #expect(told["kind"] == "message" && told.canonical.contains("shipping"))

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

    /// With the subscriptions that `init` writes, a ticket's text comes as a change of any object.
    @Test("What a customer's ticket says is forgotten with the customer")
    func forgetTicket() async throws {
        try await RunningRelay.whileRunning(Self.settings) { relay in
            let message = try await relay.portal.customerWritesChat(
                text: "I want to talk to a human please", name: "Casey", email: "casey@customer.example")
            try await relay.wait("a ticket") { await relay.portal.thread(message.threadID)?.ticketID != nil }
            let ticket = try #require(await relay.portal.thread(message.threadID)?.ticketID)
            try await relay.wait("a session with a ticket") {
                try await Self.json(relay, "session", message.threadID)["session"]?["ticketId"]?.string == ticket
            }
            let sent = try await relay.runner(
                ["trigger", "ticketChange", "--url", relay.webhookURL]
                    + ["subscriptionType=object.propertyChange", "objectTypeId=0-5", "objectId=\(ticket)"].flatMap {
                        ["--set", $0]
                    }
                    + ["--set", "propertyName=content", "--set", "propertyValue=Zanzibar"])
            #expect(sent.exitCode == 0, "\(sent.errors)")
            let history = try SQLiteHistory(path: SQLiteHistory.path(besideQueue: relay.queuePath))
            func kept() async throws -> [HistoryEntry] {
                try await history.entries(HistoryFilter(type: HubSpotEvent.objectPropertyChange), before: nil, limit: 9)
            }
            try await relay.wait("the change") { try await !kept().isEmpty }
            #expect(try await kept().allSatisfy { $0.subject.ticketID == ticket })
            _ = try await Self.output(relay, "forget", "--email", "casey@customer.example")
            try await relay.wait("an empty history") { try await kept().isEmpty }
            // Nor does it stand in the bytes of any file, side files included.
            try await relay.wait("files without it") { try relay.stateFiles(holding: "Zanzibar").isEmpty }
        }
    }

    @Test(
        "A customer is forgotten, in the history too, however the organization is called, and whether or not the command knows it",
        arguments: ["default", "shop"], [true, false])
    func forget(_ organization: String, isKnown: Bool) async throws {
        let settings = Self.settings.merging(["ORGANIZATION": organization]) { $1 }
        try await RunningRelay.whileRunning(settings) { relay in
            let message = try await relay.portal.customerWritesChat(
                text: "How long does shipping take?", name: "Casey", email: "casey@customer.example")
            try await Self.wait(relay, message.threadID, says: "The customer has an answer")
            let unknown = try await relay.runner(["forget", "--email", "casey@customer.example", "--organization", "shpo"])
            #expect(unknown.exitCode == 64 && unknown.errors.contains("the organizations are \(organization)"))
            let forget = ["forget", "--email", "casey@customer.example"]
            let run = try await isKnown ? relay.runner(forget) : relay.runner(forget[0], forget[1], forget[2])
            #expect(run.exitCode == 0 && run.errors.contains("cannot be counted") == !isKnown, "\(run.errors)")
            try await relay.wait("an empty history") {
                try await Self.output(relay, "events", "--thread", message.threadID).hasPrefix("No events in ")
            }
            #expect(try await relay.runner(["session", message.threadID]).exitCode == 1)
        }
    }

    struct Forgotten: NamedCase {
        let name: String
        let option: String
        let value: String
        let exitCode: Int32
        let says: String
    }

    @Test(
        "Who is to be forgotten is looked for first, and what is no address is refused",
        arguments: [
            Forgotten(
                name: "an address with a name", option: "--email", value: "Casey <casey@customer.example>", exitCode: 0,
                says: "It is about 1 session."),
            Forgotten(
                name: "an address of nobody's", option: "--email", value: "robin@customer.example", exitCode: 1,
                says: "No session is known of it"),
            Forgotten(
                name: "a link", option: "--email", value: "mailto:casey@customer.example", exitCode: 65,
                says: "one e-mail address"),
            Forgotten(name: "no address", option: "--email", value: "not-an-address", exitCode: 65, says: "data.email"),
            Forgotten(name: "white space", option: "--email", value: "   ", exitCode: 65, says: "data.email"),
            Forgotten(name: "no such thread", option: "--thread", value: "999", exitCode: 1, says: "No session is known of it"),
            Forgotten(
                name: "no such session", option: "--session", value: "nope", exitCode: 1, says: "No session is known of it"),
            Forgotten(
                name: "no such contact", option: "--contact", value: "nope", exitCode: 1, says: "No session is known of it"),
        ])
    func forgotten(_ row: Forgotten) async throws {
        try await RunningRelay.whileRunning(Self.settings) { relay in
            let message = try await relay.portal.customerWritesChat(
                text: "How long does shipping take?", name: "Casey", email: "casey@customer.example")
            try await Self.wait(relay, message.threadID, says: "The customer has an answer")
            let run = try await relay.runner(["forget", row.option, row.value])
            #expect(run.exitCode == row.exitCode)
            let said = String(decoding: run.output, as: UTF8.self)
            #expect((said + run.errors).contains(row.says), "\(said)\(run.errors)")
            // What is refused is not queued; what finds nobody is, for what stands elsewhere.
            #expect(said.contains("queued: session.delete") == (row.exitCode != 65))
        }
    }

    struct Uncounted: NamedCase {
        let name: String
        /// In the place of the store.
        let file: String?
    }

    @Test(
        "Whose sessions cannot be counted is forgotten all the same",
        arguments: [
            Uncounted(name: "no store", file: nil),
            Uncounted(name: "no store of ours", file: String(repeating: "a letter ", count: 100)),
        ])
    func uncounted(_ row: Uncounted) async throws {
        let folder = try TemporaryFolder()
        try row.file.map { try Data($0.utf8).write(to: folder.url.appending(path: "relay.sqlite")) }
        let run = try await Executable.run(
            "local-runner", ["forget", "--session", "ses_1", "--state", folder.path("state")],
            environment: ["STORE_URL": "sqlite:\(folder.path("relay.sqlite"))"])
        #expect(run.exitCode == 0)
        #expect(run.errors.contains("cannot be counted now (store-unavailable)"), "\(run.errors)")
        #expect(String(decoding: run.output, as: UTF8.self).hasPrefix("queued: session.delete"))
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
