import RelayCore
import Testing

@testable import Answering

@Suite("The summary for the person who takes over")
struct SummaryTests {
    @Test("A first message is counted and quoted")
    func first() {
        let text = Summary.text(of: Asking.request("Where is\n  my parcel?"))
        #expect(text == "The customer wrote 1 message; the AI answered none. Last message: “Where is my parcel?”")
    }

    @Test("A conversation is told by who wrote, how often, how it began, the last message and the files")
    func conversation() {
        var request = Asking.request(
            "And this?",
            history: [
                Asking.entry(.customer, "Where is my parcel?", 1), Asking.entry(.ai, "On its way.", 2),
                Asking.entry(.note, "internal", 3), Asking.entry(.rep, "Hello", 4),
            ], name: "Robin Example")
        request.messages[0].attachmentNames = ["a.png", "b.png"]
        #expect(
            Summary.text(of: request) == """
                Robin Example wrote 2 messages; the AI answered 1. It began with: “Where is my parcel?” \
                Last message: “And this?” 2 files attached.
                """)
    }

    @Test("A long message is cut")
    func long() {
        let text = Summary.text(of: Asking.request(String(repeating: "a", count: 10_000)))
        #expect(text.hasSuffix("…”"))
        #expect(text.count < 600)
    }
}
