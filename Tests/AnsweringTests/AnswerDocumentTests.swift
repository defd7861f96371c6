import RelayCore
import TestSupport
import Testing

/// What an AI says, and what becomes of it, whichever engine hears it.
struct AnswerCase: NamedCase {
    let name: String
    let answer: JSON
    /// What the service's answer means; nil: it is refused.
    let http: AnswerAction?
    /// The same of a model, whose slips in language and sentiment are let pass.
    let model: AnswerAction?
    /// Stands in the error of the service's answer.
    let problem: String

    private init(_ name: String, _ answer: JSON, _ action: AnswerAction) {
        self.init(name, answer, http: action, model: action, "")
    }

    private init(_ name: String, _ answer: JSON, http: AnswerAction? = nil, model: AnswerAction? = nil, _ problem: String) {
        self.name = name
        self.answer = answer
        self.http = http
        self.model = model
        self.problem = problem
    }

    private static func reply(_ language: String? = nil, _ sentiment: String? = nil) -> AnswerAction {
        .reply(.init(text: "Hi", language: language, sentiment: sentiment))
    }

    static let all = [
        AnswerCase("reply", ["action": "reply", "text": "Hi", "language": "en", "sentiment": "neutral"], reply("en", "neutral")),
        AnswerCase("reply, the least", ["action": "reply", "text": "Hi"], reply()),
        AnswerCase(
            "reply, what it does not need is null",
            ["action": "reply", "text": "Hi", "language": nil, "sentiment": nil, "reason": nil, "summary": nil, "reply": nil],
            reply()),
        AnswerCase("reply, white space around it", ["action": "reply", "text": "\n Hi \n"], reply()),
        AnswerCase("reply, a region", ["action": "reply", "text": "Hi", "language": "zh-Hant-TW"], reply("zh-Hant-TW")),
        AnswerCase("reply, sentiment in capitals", ["action": "reply", "text": "Hi", "sentiment": "Angry"], reply(nil, "angry")),
        AnswerCase("reply, members that nobody knows", ["action": "reply", "text": "Hi", "confidence": 1], reply()),
        AnswerCase(
            "reply, as long as may be", ["action": "reply", "text": .string(String(repeating: "é", count: 8000))],
            .reply(.init(text: String(repeating: "é", count: 8000)))),
        AnswerCase(
            "handoff",
            [
                "action": "handoff", "reason": "Asked", "summary": "Wants a person", "sentiment": "angry", "language": "nl",
                "reply": "Een collega helpt u.",
            ],
            .handoff(
                .init(
                    reason: "Asked", summary: "Wants a person", sentiment: "angry", language: "nl", reply: "Een collega helpt u.")
            )),
        AnswerCase(
            "handoff, the least", ["action": "handoff", "reason": "Asked"],
            .handoff(.init(reason: "Asked", summary: "", sentiment: nil, language: nil, reply: nil))),
        AnswerCase(
            "handoff, an empty closing line", ["action": "handoff", "reason": "Asked", "reply": " "],
            .handoff(.init(reason: "Asked", summary: "", sentiment: nil, language: nil, reply: nil))),
        AnswerCase("none", ["action": "none", "reason": "Thanks only"], .none(reason: "Thanks only")),
        AnswerCase("none, the least", ["action": "none"], .none(reason: "")),
        AnswerCase("no action", ["text": "Hi"], "answer's action is missing"),
        AnswerCase(
            "an action that nobody knows", ["action": "refund", "text": "Hi"], "answer's action must be reply, handoff or none"),
        AnswerCase("an action that is ours alone", ["action": "deferred"], "answer's action must be"),
        AnswerCase("an action that is no text", ["action": 1], "answer's action must be a string"),
        AnswerCase("reply without text", ["action": "reply"], "answer's text is missing"),
        AnswerCase("reply with an empty text", ["action": "reply", "text": ""], "answer's text must not be empty"),
        AnswerCase("reply of white space", ["action": "reply", "text": " \n"], "answer's text must not be empty"),
        AnswerCase("reply whose text is null", ["action": "reply", "text": nil], "answer's text is missing"),
        AnswerCase("reply whose text is a list", ["action": "reply", "text": ["Hi"]], "answer's text must be a string"),
        AnswerCase(
            "reply that is too long",
            ["action": "reply", "text": .string(String(repeating: "é", count: 8001)), "language": "fr"],
            .handoff(
                .init(
                    reason: "The AI's answer was too long to be sent",
                    summary: "The AI would have answered: \(String(repeating: "é", count: 7999 - 28))…", language: "fr"))),
        AnswerCase(
            "handoff whose reason is too long", ["action": "handoff", "reason": .string(String(repeating: "a", count: 501))],
            .handoff(.init(reason: String(repeating: "a", count: 499) + "…", summary: ""))),
        AnswerCase(
            "handoff whose summary is too long",
            ["action": "handoff", "reason": "R", "summary": .string(String(repeating: "a", count: 8001))],
            .handoff(.init(reason: "R", summary: String(repeating: "a", count: 7999) + "…"))),
        AnswerCase(
            "handoff whose closing line is too long",
            ["action": "handoff", "reason": "R", "summary": "S", "reply": .string(String(repeating: "a", count: 2001))],
            .handoff(
                .init(
                    reason: "R",
                    summary: "S\n\nThe AI's closing line was too long to be sent: \(String(repeating: "a", count: 2001))"))),
        AnswerCase("handoff without a reason", ["action": "handoff", "summary": "S"], "answer's reason is missing"),
        AnswerCase(
            "handoff whose closing line is an object", ["action": "handoff", "reason": "R", "reply": ["text": "Hi"]],
            "answer's reply must be a string"),
        AnswerCase(
            "a language by its name", ["action": "reply", "text": "Hi", "language": "English"], model: reply(),
            "answer's language must be a BCP 47 tag"),
        AnswerCase(
            "a language that is a number", ["action": "reply", "text": "Hi", "language": 1], model: reply(),
            "answer's language must be a string"),
        AnswerCase(
            "a sentiment that is a sentence", ["action": "reply", "text": "Hi", "sentiment": "They are 80% angry."],
            model: reply(),
            "answer's sentiment must be a word"),
    ]

}

@Suite("Answers of services and models")
struct AnswerDocumentTests {
    @Test("An answer of a service becomes an action, or its fault is named", arguments: AnswerCase.all)
    func service(_ row: AnswerCase) async throws {
        let stage = try EngineStage(.http) { _ in .json(row.answer) }
        defer { stage.server.stop() }
        let result = await stage.ask(Asking.request("Where is it?"))
        #expect(result.action == row.http)
        if row.http == nil { #expect(result.problem?.contains(row.problem) == true) }
    }

    @Test("An answer of a model becomes an action, or its fault is named", arguments: AnswerCase.all)
    func model(_ row: AnswerCase) async throws {
        let stage = try EngineStage(.openai) { _ in .completion(.string(row.answer.canonical)) }
        defer { stage.server.stop() }
        let result = await stage.ask(Asking.request("Where is it?"))
        #expect(result.action == row.model)
        if row.model == nil { #expect(result.problem?.contains(row.problem) == true) }
    }

    /// What goes wrong below the answer, for both engines.
    struct FaultCase: NamedCase {
        let name: String
        let reply: LoopbackServer.Reply
        var timeout: Double = 20
        let problem: String

        static let all = [
            FaultCase(name: "unauthorized", reply: .answer("401 Unauthorized", "sesame"), problem: "HTTP status 401"),
            FaultCase(name: "not found", reply: .answer("404 Not Found"), problem: "HTTP status 404"),
            FaultCase(name: "bad request", reply: .answer("400 Bad Request", "sesame"), problem: "HTTP status 400"),
            FaultCase(name: "too many requests", reply: .answer("429 Too Many Requests"), problem: "HTTP status 429"),
            FaultCase(name: "server error", reply: .answer("500 Internal Server Error", "sesame"), problem: "HTTP status 500"),
            FaultCase(
                name: "redirect", reply: .answer("302 Found", headers: "Location: http://127.0.0.1:9/\r\n"),
                problem: "HTTP status 302"),
            FaultCase(
                name: "no content", reply: .bytes(Array("HTTP/1.1 204 No Content\r\n\r\n".utf8)), problem: "HTTP status 204"),
            FaultCase(name: "no JSON", reply: .answer("200 OK", "<html>sesame</html>"), problem: "not JSON"),
            FaultCase(name: "nothing", reply: .answer("200 OK", ""), problem: "not JSON"),
            FaultCase(
                name: "cut off", reply: .bytesAndEnd(Array("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".utf8)),
                problem: "AI_URL gave no answer"),
            FaultCase(name: "hung up", reply: .bytesAndReset([]), problem: "AI_URL gave no answer"),
            FaultCase(name: "silence", reply: .bytesAndSilence([]), timeout: 0.3, problem: "timed out"),
            FaultCase(
                name: "huge", reply: .answer("200 OK", String(repeating: " ", count: 1024 * 1024 + 1)),
                problem: "more than 1048576 bytes"),
        ]
    }

    @Test("A fault is an error that quotes neither side", .timeLimit(.minutes(10)), arguments: FaultCase.all)
    func fault(_ row: FaultCase) async throws {
        for kind in [RemoteKind.openai, .http] {
            let stage = try EngineStage(kind, timeout: row.timeout) { _ in row.reply }
            defer { stage.server.stop() }
            let result = await stage.ask(Asking.request("Where is my secret parcel?"))
            let problem = try #require(result.problem)
            #expect(problem.contains(row.problem))
            #expect(!problem.contains("sesame") && !problem.contains("secret parcel"))
        }
    }

    @Test(
        "An answer that the transport finds too large is an error", .timeLimit(.minutes(10)),
        arguments: [RemoteKind.openai, .http])
    func tooLarge(_ kind: RemoteKind) async throws {
        let stage = try EngineStage(kind, answerBytes: 1000) { _ in .answer("200 OK", String(repeating: " ", count: 4000)) }
        defer { stage.server.stop() }
        #expect(await stage.ask(Asking.request("Where?")).problem?.contains("too large") == true)
    }
}
