import RelayCore
import TestSupport
import Testing

@testable import Answering

struct Question: NamedCase {
    var name: String { text }
    let text: String
    /// A phrase of the section that answers, and the article's title; nil when a person must answer.
    let answer: (phrase: String, title: String)?

    init(_ text: String, _ phrase: String, _ title: String) {
        self.text = text
        answer = (phrase, title)
    }

    init(handedOver text: String) {
        self.text = text
        answer = nil
    }
}

enum QuestionTable {
    private static let shipping = "Shipping times and costs"
    private static let returns = "Returns and refunds"

    static let answered: [Question] = [
        Question("Where is my parcel?", "tracking link", shipping),
        Question("Hi there! I ordered last week and I still have not got my parcel. Where is it?", "tracking link", shipping),
        Question("How long does shipping take?", "2 to 4 working days", shipping),
        Question("how much is shipping", "costs 4.95", shipping),
        Question("Do you offer express delivery?", "next working day", shipping),
        Question("Hello, can I return a jacket that I did not wear?", "30 days", returns),
        Question("How can I return my jacket?", "Return items", returns),
        Question("I'd like to send these boots back, how do returns work?", "30 days", returns),
        Question("When do I get my refund?", "5 working days", returns),
        Question("Can I exchange my boots for another size?", "order the other size", returns),
        Question("My item arrived damaged", "Send us a photo", returns),
        Question("I want to cancel my order", "within **one hour**", "Change or cancel an order"),
        Question("Can I change the delivery address of my order?", "within **one hour**", "Change or cancel an order"),
        Question("Which payment methods do you accept?", "credit card", "Payment methods"),
        Question("Can I pay with PayPal?", "PayPal", "Payment methods"),
        Question("I need an invoice for my order please", "Invoice", "Payment methods"),
        Question("I forgot my password", "Forgot password", "Your account and password"),
        Question("How do I change my password?", "then *Sign-in*", "Your account and password"),
        Question("Please delete my account", "Delete account", "Your account and password"),
        Question("What are your opening hours?", "Monday to Friday", "Opening hours and contact"),
        Question("Do your boots run small? Which size should I take?", "Boots run small", "Sizes and fit"),
        Question("The zip of my tent is broken, is that covered by warranty?", "5-year warranty", "Warranty and repairs"),
    ]

    static let handedOver: [Question] = [
        "Do you sell bicycles?", "Do you sell helicopters to astronauts?", "What is the weather like tomorrow?",
        "Who won the match yesterday evening?",
        "My dog ate the loyalty voucher that my aunt gave me", "Are you hiring at the moment? I am looking for a job",
        "Do you sell gift cards?", "Is there parking at the shop?", "asdf qwer zxcv", "12345", "???", "👍",
        "¿Dónde está mi paquete?", "Wo ist mein Paket?", "Ich möchte meine Bestellung zurückschicken",
    ].map(Question.init(handedOver:))
}

/// Questions as customers put them, against the articles that come with ai-turn.
@Suite("Articles: which question gets which article")
struct QuestionTests {
    @Test("A question that an article covers is answered with its section", arguments: QuestionTable.answered)
    func answered(_ question: Question) async throws {
        let action = try await Asking.engine().answer(Asking.request(question.text))
        let reply = try #require(action.reply, "handed over: \(action.handoff?.reason ?? "")")
        let answer = try #require(question.answer)
        #expect(reply.text.contains(answer.phrase), "\(reply.text)")
        #expect(reply.text.contains(answer.title), "\(reply.text)")
    }

    @Test("A question that no article covers is left to a person", arguments: QuestionTable.handedOver)
    func handedOver(_ question: Question) async throws {
        let action = try await Asking.engine().answer(Asking.request(question.text))
        #expect(action.handoff != nil, "\(action.reply?.text ?? "")")
    }

    @Test(
        "A section needs more points the more words are searched",
        arguments: [
            (0, 1, false), (1, 1, true), (1, 2, false), (2, 2, true), (2, 5, true), (2, 6, false), (3, 7, true), (3, 8, false),
        ])
    func enough(points: Int, terms: Int, isEnough: Bool) {
        #expect(ArticlesEngine.isEnough(points, of: terms) == isEnough)
    }

    @Test("Only the section that answers is sent, with the article's name and address")
    func section() async throws {
        let reply = try #require(try await Asking.engine().answer(Asking.request("Do you offer express delivery?")).reply)
        #expect(
            reply.text == """
                Order before 3 pm with express delivery and your parcel arrives on the next working day. Express delivery costs 9.95.

                From our help article: [Shipping times and costs](https://help.shop.example/shipping)
                """)
    }

    @Test("The messages of one turn make one question")
    func severalMessages() async throws {
        let reply = try await Asking.engine().answer(Asking.request("hello", "one question", "do you have express delivery?"))
            .reply
        #expect(reply?.text.contains("next working day") == true)
    }

    @Test("The same question gets the same answer")
    func deterministic() async throws {
        let request = Asking.request("My jacket arrived late and I want to return it for another size")
        let first = try await Asking.engine().answer(request)
        for _ in 0..<5 { #expect(try await Asking.engine().answer(request) == first) }
    }

    @Test(
        "Search syntax in a message is only text",
        arguments: [
            #"parcel" OR title:"x"#, "parcel NEAR(a b)", "parcel* ^ - + AND NOT OR", #"""""#, "title : parcel",
            "{title} : parcel",
            "(parcel", "parcel'; DROP TABLE section; --", "parcel\u{0}", "'", "-parcel",
        ])
    func syntax(_ text: String) async throws {
        _ = try await Asking.engine().answer(Asking.request(text))
    }

    @Test("Words between search syntax are still searched")
    func wordsInSyntax() async throws {
        let reply = try await Asking.engine().answer(Asking.request(#"NEAR("title" OR *) AND ^ shipping"#)).reply
        #expect(reply?.text.contains("Shipping times") == true)
    }

    @Test("A very long message is answered, not refused")
    func long() async throws {
        let text = "Do you offer express delivery? " + String(repeating: "lorem ipsum dolor sit amet ", count: 20_000)
        _ = try await Asking.engine().answer(Asking.request(text))
    }
}
