import Answering
import RelayCore
import TestSupport
import Testing

/// An engine that says one thing.
private struct Parrot: AnswerEngine {
    let action: AnswerAction

    func answer(_ request: AnswerRequest) async throws(AnswerError) -> AnswerAction { action }
}

@Suite("The guard of answers")
struct GuardedEngineTests {
    private static let note = "The customer has been a fraud case in 2024: do not refund without asking Kim in accounting first."

    struct GuardCase: NamedCase {
        let name: String
        let text: String
        var isRefused = true

        static let all = [
            GuardCase(name: "harmless", text: "Your order is on its way.", isRefused: false),
            GuardCase(name: "the marker of answers", text: "Hi <!-- OpenCX-AI-Response -->"),
            GuardCase(name: "the marker of answers, spelled otherwise", text: "Hi `opencx ai response`"),
            GuardCase(name: "the marker of handoffs", text: "🔄 AI decided to handoff"),
            GuardCase(name: "the marker of handoffs, without its sign", text: "**AI decided to** handoff."),
            GuardCase(name: "words of a marker", text: "The AI decided to answer.", isRefused: false),
            GuardCase(name: "a note", text: note),
            GuardCase(name: "part of a note", text: "I see: the customer has been a fraud case in 2024."),
            GuardCase(
                name: "part of a note, in markup and capitals", text: "> THE **customer** has been\n> a _fraud_ case in\n> 2024"),
            GuardCase(
                name: "part of a note, with invisible characters", text: "the customer has b\u{200B}een a fraud case in 2024"),
            GuardCase(name: "the end of a note", text: "not refund without asking Kim in accounting first"),
            GuardCase(name: "less than forty characters of a note", text: "The customer has been a fraud case", isRefused: false),
            GuardCase(
                name: "what the customer wrote, and a note repeats",
                text: "You wrote: my order 1234 never came, and nobody answers the phone.", isRefused: false),
            GuardCase(
                name: "what our own note holds", text: "From our help article: how to send something back within thirty days",
                isRefused: false),
            GuardCase(
                name: "what our own draft holds, with the words of a handoff's title",
                text: "The parcel was handed over by hand to the neighbour on the third floor.", isRefused: false),
            GuardCase(
                name: "what a handoff by hand told the team", text: "They owe four hundred since March, and legal is informed."),
            GuardCase(
                name: "what a colleague told the customer",
                text: "As my colleague said, the parcel leaves our warehouse on Monday morning.", isRefused: false),
        ]
    }

    private var request: AnswerRequest {
        var request = Asking.request(
            "My order 1234 never came, and nobody answers the phone.",
            history: [
                Asking.entry(.note, Self.note, 1),
                Asking.entry(.note, "They say: my order 1234 never came, and nobody answers the phone. Hm.", 2),
                Asking.entry(.note, "From our help article: how to send something back within thirty days", 3),
                Asking.entry(.note, "The parcel was handed over by hand to the neighbour on the third floor.", 6),
                Asking.entry(
                    .note,
                    "🔄 Handed over by hand\nSummary: They owe four hundred since March, and legal is informed.\nSession: s", 7),
                Asking.entry(.rep, "The parcel leaves our warehouse on Monday morning.", 4),
                Asking.entry(.note, "I told them that the parcel leaves our warehouse on Monday morning.", 5),
            ])
        request.ownNoteIDs = ["m3", "m6", "m7"]
        return request
    }

    @Test("Internal notes and markers are kept from the customer", arguments: GuardCase.all)
    func guarded(_ row: GuardCase) async {
        let handoff = AnswerAction.Handoff(reason: "R", summary: "S", sentiment: nil, language: nil, reply: row.text)
        for action in [AnswerAction.reply(.init(text: row.text)), .handoff(handoff)] {
            do throws(AnswerError) {
                #expect(try await GuardedEngine(Parrot(action: action)).answer(request) == action)
                #expect(!row.isRefused)
            } catch {
                #expect(row.isRefused)
                #expect(!error.description.contains("fraud"))
            }
        }
    }

    @Test("Text that only colleagues read may repeat a note")
    func colleagues() async throws {
        let handoff = AnswerAction.Handoff(reason: Self.note, summary: Self.note, sentiment: nil, language: nil, reply: nil)
        for action in [AnswerAction.handoff(handoff), .none(reason: Self.note), .deferred] {
            #expect(try await GuardedEngine(Parrot(action: action)).answer(request) == action)
        }
    }

    @Test("Long notes are compared in a time that grows with their length")
    func longNotes() async throws {
        let text = String(repeating: "ab ", count: 2600)
        let note = String(repeating: "abc ", count: 50_000)
        let action = AnswerAction.reply(.init(text: text))
        let request = Asking.request("Hi", history: [Asking.entry(.note, note, 1), Asking.entry(.note, note, 2)])
        #expect(try await GuardedEngine(Parrot(action: action)).answer(request) == action)
    }
}
