import Answering
import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("The articles engine")
struct ArticlesEngineTests {
    struct Case: NamedCase {
        var name: String { question }
        let question: String
        /// Part of the reply; nil: a handoff.
        let reply: String?
        var reason = ""
    }

    static let cases = [
        Case(question: "How long does shipping take?", reply: "2 to 4 working days"),
        Case(question: "where is my parcel???", reply: "tracking link"),
        Case(question: "Can I return a jacket that I did not wear?", reply: "30 days"),
        Case(question: "I forgot my password", reply: "Forgot password"),
        Case(question: "Hello!", reply: "help you"),
        Case(question: "NEAR(\"title\" OR *) AND ^ shipping", reply: "Shipping times"),
        Case(question: "I want to talk to a human please", reply: nil, reason: "asked for a person"),
        Case(question: "Ich möchte mit einem Menschen sprechen", reply: nil, reason: "asked for a person"),
        Case(question: "This is unacceptable, where is my parcel", reply: nil, reason: "angry"),
        Case(question: "Do you sell helicopters to astronauts?", reply: nil, reason: "No article"),
        Case(question: "", reply: nil, reason: "no text"),
    ]

    static func engine() throws -> ArticlesEngine {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try ArticlesEngine(
            articlesPath: root.appendingPathComponent("functions/message-route/articles").path, maximumTurns: 3)
    }

    static func request(_ question: String, answers: Int = 0) -> AnswerRequest {
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        func entry(_ id: String, _ role: TimelineEntry.Role, _ text: String) -> TimelineEntry {
            TimelineEntry(id: id, role: role, text: text, createdAt: now)
        }
        return AnswerRequest(
            organization: "shop",
            session: Session(id: "s", organization: "shop", threadID: "t", channel: .chat, createdAt: now, updatedAt: now),
            customData: [],
            history: (0..<answers).map { entry("a\($0)", .ai, "An answer") }, messages: [entry("m", .customer, question)])
    }

    @Test("Question by question", arguments: cases)
    func answer(_ test: Case) async throws {
        switch try await Self.engine().answer(Self.request(test.question)) {
        case .reply(let text, _, _): #expect(test.reply.map { text.contains($0) } == true, "\(text)")
        case .handoff(let handoff):
            #expect(test.reply == nil, "\(handoff.reason)")
            #expect(handoff.reason.contains(test.reason))
            #expect(handoff.reply?.isEmpty == false)
        case .none: Issue.record("no answer")
        }
    }

    @Test("After the last turn a person takes over, with a summary and in the customer's language")
    func turns() async throws {
        guard
            case .handoff(let handoff) = try await Self.engine().answer(
                Self.request("Waar is mijn pakket en wanneer komt het?", answers: 3))
        else {
            Issue.record("no handoff")
            return
        }
        #expect(handoff.reason.contains("3 answers"))
        #expect(handoff.language == "nl")
        #expect(handoff.summary.contains("Waar is mijn pakket"))
    }

    @Test("A folder without articles is refused")
    func noFolder() {
        #expect(throws: AnswerError.self) { try ArticlesEngine(articlesPath: "/nonexistent", maximumTurns: 1) }
    }
}
