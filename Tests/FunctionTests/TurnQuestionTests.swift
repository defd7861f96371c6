import FoundationEssentials
import RelayCore
import TestSupport
import Testing

@testable import ai_turn

@Suite("What the AI is asked on a turn")
struct TurnQuestionTests {
    struct Row: NamedCase {
        let name: String
        /// In their order; the first letter of each names its role: customer, AI, person of the team, note.
        let timeline: [String]
        /// What the newest answer answers.
        var answered: String?
        let asked: String
        let messages: [String]
    }

    static let rows = [
        Row(name: "the first message", timeline: ["c1"], asked: "c1", messages: ["c1"]),
        Row(
            name: "since the last answer", timeline: ["c1", "a1", "c2", "c3"], answered: "c1", asked: "c3",
            messages: ["c2", "c3"]),
        Row(
            name: "what came while the last answer was under way", timeline: ["c1", "c2", "a1", "c3"], answered: "c1",
            asked: "c3",
            messages: ["c2", "c3"]),
        Row(
            name: "an answer that names no message answers all before it", timeline: ["c1", "c2", "a1", "c3"], asked: "c3",
            messages: ["c3"]),
        Row(
            name: "a person answered in between", timeline: ["c1", "c2", "r1", "a1", "c3"], answered: "c1", asked: "c3",
            messages: ["c3"]),
        Row(
            name: "a note in between", timeline: ["c1", "c2", "n1", "a1", "c3"], answered: "c1", asked: "c3",
            messages: ["c2", "c3"]),
    ]

    @Test("The customer's messages that nobody answered", arguments: rows)
    func messages(_ row: Row) {
        let roles: [Character: TimelineEntry.Role] = ["c": .customer, "a": .ai, "r": .rep, "n": .note]
        let timeline = row.timeline.enumerated().map { index, id in
            TimelineEntry(
                id: id, role: roles[id.first ?? "n"] ?? .note, text: id, createdAt: Date(timeIntervalSince1970: Double(index)))
        }
        let parts = TurnQuestion.parts(TurnQuestion.placed(timeline, answered: row.answered), about: row.asked)
        #expect(parts.messages.map(\.id) == row.messages)
        #expect(Set((parts.history + parts.messages).map(\.id)) == Set(row.timeline))
    }
}
