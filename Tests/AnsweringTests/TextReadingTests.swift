import TestSupport
import Testing

@testable import Answering

@Suite("What a text says of itself")
struct TextReadingTests {
    struct Row: NamedCase {
        var name: String { text }
        let text: String
        let expected: String?

        init(_ text: String, _ expected: String?) {
            self.text = text
            self.expected = expected
        }
    }

    @Test(
        "The language is told where the text shows it",
        arguments: [
            Row("Where is the parcel that I ordered last week?", "en"), Row("I’d like to change my order", "en"),
            Row("Wo ist das Paket, das ich letzte Woche bestellt habe?", "de"),
            Row("Ich habe eine Frage zu meiner Bestellung", "de"),
            Row("Où est le colis que j'ai commandé la semaine dernière ?", "fr"), Row("Je n’ai pas reçu ma commande", "fr"),
            Row("¿Dónde está el paquete que pedí la semana pasada?", "es"), Row("Quiero cambiar mi pedido", "es"),
            Row("Dove è il pacco che ho ordinato la settimana scorsa?", "it"), Row("Non ho ricevuto il mio ordine", "it"),
            Row("Waar is het pakket dat ik vorige week heb besteld?", "nl"), Row("Ik heb een vraag over mijn bestelling", "nl"),
            Row("Onde está a encomenda que fiz na semana passada?", "pt"), Row("Não recebi a minha encomenda", "pt"),
            Row("", nil), Row("12345", nil), Row("AB-4711", nil), Row("parcel", nil), Row("Kde je můj balík?", nil),
            Row("わたしの荷物はどこですか", nil),
        ])
    func language(_ row: Row) { #expect(TextReading(row.text).language == row.expected) }

    @Test(
        "The sentiment is told by the words",
        arguments: [
            Row("Where is my parcel?", "neutral"), Row("", "neutral"), Row("Thank you, that is perfect!", "positive"),
            Row("I am disappointed", "negative"), Row("Thanks, but my parcel is broken", "negative"),
            Row("THIS IS RIDICULOUS!!!", "angry"), Row("Meine Jacke ist kaputt", "negative"),
            Row("Ma veste est abîmée", "negative"), Row("La chaqueta está rota", "negative"),
            Row("La giacca è danneggiata", "negative"), Row("Mijn jas is kapot", "negative"),
            Row("O casaco está estragado", "negative"), Row("The plate is worsted wool", "neutral"),
        ])
    func sentiment(_ row: Row) { #expect(TextReading(row.text).sentiment == row.expected) }

    struct Terms: NamedCase {
        let name: String
        let text: String
        let expected: [String]
    }

    @Test(
        "The search terms are the words that tell articles apart, each once",
        arguments: [
            Terms(name: "frequent words left out", text: "Where is my parcel?", expected: ["parcel"]),
            Terms(name: "each once", text: "parcel, Parcel; PARCEL", expected: ["parcel"]),
            Terms(name: "a typographic apostrophe", text: "I don’t like the parcel", expected: ["parcel"]),
            Terms(name: "single letters left out", text: "size L jacket", expected: ["size", "jacket"]),
            Terms(name: "nothing left", text: "can you help me please", expected: []),
            Terms(name: "digits stay", text: "order 4711", expected: ["order", "4711"]),
        ])
    func terms(_ row: Terms) { #expect(TextReading(row.text).searchTerms == row.expected) }

    @Test("A text of thousands of words gives a bounded search")
    func boundedTerms() {
        let text = (0..<5000).map { "word\($0)" }.joined(separator: " ")
        #expect(TextReading(text).searchTerms.count == 24)
    }

    @Test("Each language has every list, in the form that texts are compared in")
    func data() {
        #expect(Set(ConversationPhrases.all.map(\.language)) == ["en", "de", "fr", "es", "it", "nl", "pt"])
        for phrases in ConversationPhrases.all {
            let lists = [phrases.angry, phrases.negative, phrases.positive]
            #expect(lists.allSatisfy { !$0.isEmpty }, "\(phrases.language)")
            for phrase in lists.joined() {
                #expect(TextReading(phrase).words.joined(separator: " ") == phrase, "\(phrases.language)")
            }
            for word in phrases.frequentWords.union(phrases.greetings).union(phrases.thanks) {
                #expect(TextReading(word).words == [word], "\(phrases.language)")
            }
        }
    }
}
