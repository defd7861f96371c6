import RelayCore
import TestSupport
import Testing

@testable import Answering

@Suite("Articles: greetings and thanks")
struct SmallTalkTests {
    struct Row: NamedCase {
        var name: String { text }
        let text: String
        let phrases: ConversationPhrases

        init(_ text: String, _ language: String) {
            self.text = text
            phrases = .of(language)
        }
    }

    @Test(
        "A greeting is greeted",
        arguments: [
            Row("Hello", "en"), Row("Hi there!", "en"), Row("good morning", "en"), Row("Guten Tag", "de"),
            Row("Bonjour", "fr"), Row("¡Hola, buenos días!", "es"), Row("Buongiorno", "it"),
            Row("Goedemorgen", "nl"), Row("Olá, boa tarde", "pt"),
        ])
    func greeting(_ row: Row) async throws {
        let reply = try #require(try await Asking.engine().answer(Asking.request(row.text)).reply)
        #expect(reply.text == row.phrases.greetingLine)
    }

    @Test(
        "Thanks are answered",
        arguments: [
            Row("Thanks!", "en"), Row("ok, thank you very much", "en"), Row("Vielen Dank", "de"),
            Row("Merci beaucoup", "fr"), Row("Muchas gracias", "es"), Row("Grazie mille", "it"),
            Row("Dank je wel", "nl"), Row("Muito obrigada!", "pt"),
        ])
    func thanks(_ row: Row) async throws {
        let reply = try #require(try await Asking.engine().answer(Asking.request(row.text)).reply)
        #expect(reply.text == row.phrases.thanksLine)
        #expect(reply.sentiment == "positive")
    }

    @Test("A greeting with a question is a question")
    func question() async throws {
        let reply = try await Asking.engine().answer(Asking.request("Hello, do you offer express delivery? Thanks!")).reply
        #expect(reply?.text.contains("next working day") == true)
    }

    @Test("A greeting that belongs to several languages is answered in the conversation's language")
    func sharedWord() async throws {
        let reply = try #require(try await Asking.engine().answer(Asking.request("Hallo", language: "nl")).reply)
        #expect(reply.text == ConversationPhrases.of("nl").greetingLine)
    }

    @Test("An opening that asks nothing yet is greeted, once")
    func opening() async throws {
        let text = "Can you help me please?"
        #expect(try await Asking.engine().answer(Asking.request(text)).reply?.text == ConversationPhrases.english.greetingLine)
        let history = [Asking.entry(.ai, ConversationPhrases.english.greetingLine, 1)]
        #expect(try await Asking.engine().answer(Asking.request(text, history: history)).handoff != nil)
    }

    @Test("Thanks after the last answer are no reason to hand over")
    func thanksAtTheEnd() async throws {
        let history = (0..<6).map { Asking.entry(.ai, "An answer.", $0) }
        let reply = try await Asking.engine(maximumTurns: 6).answer(Asking.request("Thank you!", history: history)).reply
        #expect(reply?.text == ConversationPhrases.english.thanksLine)
    }
}
