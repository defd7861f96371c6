import Conversations
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
        /// What each answer answers that names a message.
        var answered: [String: String] = [:]
        let asked: String
        let messages: [String]
    }

    static let rows = [
        Row(name: "the first message", timeline: ["c1"], asked: "c1", messages: ["c1"]),
        Row(
            name: "since the last answer", timeline: ["c1", "a1", "c2", "c3"], answered: ["a1": "c1"], asked: "c3",
            messages: ["c2", "c3"]),
        Row(
            name: "what came while the last answer was under way", timeline: ["c1", "c2", "a1", "c3"], answered: ["a1": "c1"],
            asked: "c3",
            messages: ["c2", "c3"]),
        Row(
            name: "an answer that names no message answers all before it", timeline: ["c1", "c2", "a1", "c3"], asked: "c3",
            messages: ["c3"]),
        Row(
            name: "a person answered in between", timeline: ["c1", "c2", "r1", "a1", "c3"], answered: ["a1": "c1"], asked: "c3",
            messages: ["c3"]),
        Row(
            name: "a note in between", timeline: ["c1", "c2", "n1", "a1", "c3"], answered: ["a1": "c1"], asked: "c3",
            messages: ["c2", "c3"]),
        Row(
            name: "what came while each of two answers was under way", timeline: ["c1", "c2", "a1", "c3", "a2", "c4"],
            answered: ["a1": "c1", "a2": "c2"], asked: "c4", messages: ["c3", "c4"]),
        Row(
            name: "an answer that came late, behind the one to a newer message", timeline: ["c1", "c2", "a2", "a1", "c3"],
            answered: ["a1": "c1", "a2": "c2"], asked: "c3", messages: ["c3"]),
        Row(
            name: "two answers that were both late", timeline: ["c1", "c2", "c3", "a1", "a2", "c4"],
            answered: ["a1": "c1", "a2": "c2"], asked: "c4", messages: ["c3", "c4"]),
        Row(
            name: "one that names a message behind it", timeline: ["c1", "a1", "c2", "c3"], answered: ["a1": "c2"], asked: "c3",
            messages: ["c2", "c3"]),
    ]

    @Test("The customer's messages that nobody answered", arguments: rows)
    func messages(_ row: Row) async {
        let roles: [Character: TimelineEntry.Role] = ["c": .customer, "a": .ai, "r": .rep, "n": .note]
        let timeline = row.timeline.enumerated().map { index, id in
            TimelineEntry(
                id: id, role: roles[id.first ?? "n"] ?? .note, text: id, createdAt: Date(timeIntervalSince1970: Double(index)))
        }
        let parts = TurnQuestion.parts(await AnsweredTimeline(timeline) { row.answered[$0.id] }, about: row.asked)
        #expect(parts.messages.map(\.id) == row.messages)
        #expect(Set((parts.history + parts.messages).map(\.id)) == Set(row.timeline))
    }
}
