import Foundation
import RelayCore
import TestSupport
import Testing

@testable import Answering

@Suite("Articles: when a person takes over")
struct HandoffTests {
    struct Row: NamedCase {
        var name: String { text }
        let text: String
        let language: String?

        init(_ text: String, _ language: String?) {
            self.text = text
            self.language = language
        }
    }

    @Test(
        "A customer who asks for a person is handed over",
        arguments: [
            Row("I want to talk to a human please", "en"), Row("Can I speak with someone about this?", "en"),
            Row("Could I please speak to a real person", "en"), Row("let me talk to an agent", "en"),
            Row("I would like to speak to one of your colleagues", "en"), Row("human please", "en"),
            Row("Can somebody call me back?", "en"),
            Row("Ich möchte bitte mit einem Menschen sprechen", "de"), Row("Kann ich mit einem Mitarbeiter sprechen?", "de"),
            Row("Können Sie mich bitte zurückrufen?", "de"),
            Row("Je voudrais parler à un humain", "fr"), Row("Puis-je parler avec un conseiller s'il vous plaît ?", "fr"),
            Row("Quiero hablar con una persona", "es"), Row("¿Puedo hablar con un agente, por favor?", "es"),
            Row("Vorrei parlare con un operatore", "it"), Row("Posso parlare con una persona vera?", "it"),
            Row("Ik wil graag een medewerker spreken", "nl"), Row("Kan ik met een mens praten?", "nl"),
            Row("Quero falar com um atendente", "pt"), Row("Posso falar com uma pessoa de verdade?", "pt"),
        ])
    func asksForPerson(_ row: Row) async throws {
        let handoff = try #require(try await Asking.engine().answer(Asking.request(row.text)).handoff)
        #expect(handoff.reason == "The customer asked for a person")
        #expect(handoff.language == row.language)
        #expect(handoff.reply == ConversationPhrases.of(row.language).closingLine)
    }

    @Test(
        "A text that merely names a person does not ask for one",
        arguments: [
            "Can a person of 90 kg wear size L?", "Which sizes fit a tall human?", "Do you have agents in Example City?",
            "Can I put someone else's address on the parcel?", "My colleague has the same jacket, which size is it?",
        ])
    func noPerson(_ text: String) async throws {
        let handoff = try await Asking.engine().answer(Asking.request(text)).handoff
        #expect(handoff?.reason != "The customer asked for a person")
    }

    @Test(
        "An angry customer is handed over",
        arguments: [
            Row("This is unacceptable, where is my parcel?", "en"), Row("Das ist eine Frechheit, wo ist mein Paket?", "de"),
            Row("C'est inacceptable, où est ma commande ?", "fr"), Row("Esto es una vergüenza, ¿dónde está mi pedido?", "es"),
            Row("È una vergogna, dove è il mio pacco?", "it"), Row("Dit is onacceptabel, waar is mijn pakket?", "nl"),
            Row("Isto é uma vergonha, onde está a minha encomenda?", "pt"),
        ])
    func angry(_ row: Row) async throws {
        let handoff = try #require(try await Asking.engine().answer(Asking.request(row.text)).handoff)
        #expect(handoff.reason == "The customer is angry")
        #expect(handoff.sentiment == "angry")
        #expect(handoff.language == row.language)
    }

    @Test("A conversation is handed over after the configured number of answers, and not before")
    func turns() async throws {
        let turn = [Asking.entry(.customer, "Where is my parcel?", 1), Asking.entry(.ai, "On its way.", 2)]
        let engine = try Asking.engine(maximumTurns: 3)
        let question = "Do you offer express delivery?"
        #expect(try await engine.answer(Asking.request(question, history: turn + turn)).reply != nil)
        let handoff = try #require(try await engine.answer(Asking.request(question, history: turn + turn + turn)).handoff)
        #expect(handoff.reason == "3 answers did not settle it")
    }

    @Test("Answers before the conversation was closed, or given to a person, do not count")
    func turnsSince() async throws {
        let turn = [Asking.entry(.customer, "Where is my parcel?", 1), Asking.entry(.ai, "On its way.", 2)]
        var request = Asking.request("Do you offer express delivery?", history: turn + turn + turn)
        let engine = try Asking.engine(maximumTurns: 3)
        #expect(try await engine.answer(request).handoff != nil)
        request.session.enter(.closed, at: Asking.now + 3)
        request.session.enter(.open, at: Asking.now + 4)
        #expect(try await engine.answer(request).reply != nil)
    }

    @Test("A message without text is handed over, and its files are counted")
    func onlyFiles() async throws {
        var request = Asking.request()
        request.messages = [Asking.entry(.customer, " \n ", 1, files: ["photo.png"])]
        let handoff = try #require(try await Asking.engine().answer(request).handoff)
        #expect(handoff.reason == "The message holds no text")
        #expect(handoff.summary.contains("1 file attached."))
    }

    @Test("The session's language stands in for one that cannot be told")
    func sessionLanguage() async throws {
        let handoff = try #require(try await Asking.engine().answer(Asking.request("xyzzy", language: "nl")).handoff)
        #expect(handoff.language == "nl")
        #expect(handoff.reply == ConversationPhrases.of("nl").closingLine)
    }
}
