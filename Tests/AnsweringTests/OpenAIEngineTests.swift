import Answering
import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("The engine of chat completions")
struct OpenAIEngineTests {
    private static let good: JSON = .string(#"{"action":"reply","text":"Hi","language":"en","sentiment":"neutral"}"#)
    private static let hi = AnswerAction.reply(.init(text: "Hi", language: "en", sentiment: "neutral"))

    @Test("The engine asks for a completion that is held to a schema")
    func schema() async throws {
        let stage = try EngineStage(.openai, instructions: "We ship on Mondays.") { _ in .completion(Self.good) }
        defer { stage.server.stop() }
        #expect(await stage.ask(Asking.request("Where is it?")).action == Self.hi)
        let sent = try #require(stage.server.requests.first)
        #expect(sent.method == "POST" && sent.target == "/v1/chat/completions")
        #expect(sent.headers["authorization"] == "Bearer \(EngineStage.key)")
        let body = try #require(stage.bodies.first)
        #expect(body["model"] == "small")
        #expect(body["response_format"]?["type"] == "json_schema")
        let schema = try #require(body["response_format"]?["json_schema"]?["schema"])
        // Strict schemas name every member as required.
        let required = try #require(schema["required"]?.array)
        let properties = try #require(schema["properties"]?.object)
        #expect(Set(required) == Set(properties.keys.map(JSON.string)))
        let system = try #require(body.contents("system").first)
        #expect(system.contains("We ship on Mondays.") && system.contains("BCP 47"))
        #expect(!String(decoding: sent.body, as: UTF8.self).contains(EngineStage.key))
    }

    /// What an endpoint makes of the formats.
    struct FormatCase: NamedCase {
        let name: String
        /// Which formats it refuses.
        let refused: [String]
        var status = "400 Bad Request"
        var message = "response_format of this type is not supported"
        /// The formats asked for in two turns; nil stands for none. A `+` stands for a request without a system message.
        let asked: [String?]
        /// Whether messages of the system are refused too.
        var refusesSystem = false

        static let all = [
            FormatCase(name: "all understood", refused: [], asked: ["json_schema", "json_schema"]),
            FormatCase(name: "no schema", refused: ["json_schema"], asked: ["json_schema", "json_object", "json_object"]),
            FormatCase(
                name: "no format at all", refused: ["json_schema", "json_object"],
                asked: ["json_schema", "json_object", nil, nil]),
            FormatCase(
                name: "another status", refused: ["json_schema"], status: "422 Unprocessable Entity",
                message: "Invalid JSON_SCHEMA", asked: ["json_schema", "json_object", "json_object"]),
            FormatCase(
                name: "words of its own", refused: ["json_schema"],
                message:
                    "Invalid JSON payload received. Unknown name \"type\" at 'generation_config': Proto field is not repeating.",
                asked: ["json_schema", "json_object", "json_object"]),
            FormatCase(
                name: "not implemented", refused: ["json_schema", "json_object"], status: "501 Not Implemented", message: "",
                asked: ["json_schema", "json_object", nil, nil]),
            FormatCase(
                name: "no system role, and it says so", refused: [], message: "System role not supported",
                asked: ["json_schema", "+json_schema", "+json_schema"], refusesSystem: true),
            FormatCase(
                name: "neither system role nor schema, in no words", refused: ["json_schema", "json_object"],
                message: "bad request",
                asked: ["json_schema", "json_object", nil, "+", "+"], refusesSystem: true),
        ]
    }

    @Test("The engine falls back to a format that the endpoint understands, and keeps to it", arguments: FormatCase.all)
    func fallback(_ row: FormatCase) async throws {
        let stage = try EngineStage(.openai) { request in
            let body = try? JSON.parse(request.body)
            let format = body?["response_format"]?["type"]?.string
            let isRefused = format.map(row.refused.contains) ?? false
            if isRefused || (row.refusesSystem && body?.contents("system").isEmpty == false) {
                return .json(["error": ["message": .string(row.message)]], status: row.status)
            }
            return .completion(Self.good)
        }
        defer { stage.server.stop() }
        for _ in 0..<2 { #expect(await stage.ask(Asking.request("Where is it?")).action == Self.hi) }
        let asked = stage.bodies.map { body -> String? in
            let format = body["response_format"]?["type"]?.string
            return body.contents("system").isEmpty ? "+\(format ?? "")" : format
        }
        #expect(asked == row.asked)
        for body in stage.bodies where body.contents("system").isEmpty {
            #expect(body.contents("user").first?.contains("You answer the customers of a company") == true)
        }
    }

    @Test("A request that is bad in every form is given up, and the next turn begins anew")
    func badRequest() async throws {
        let stage = try EngineStage(.openai) { _ in .json(["error": ["message": "no such model"]], status: "400 Bad Request") }
        defer { stage.server.stop() }
        for _ in 0..<2 { #expect(await stage.ask(Asking.request("Where?")).problem == "AI_URL answered with HTTP status 400") }
        let formats = ["json_schema", "json_object", nil, nil]
        #expect(stage.bodies.map { $0["response_format"]?["type"]?.string } == formats + formats)
    }

    struct LengthCase: NamedCase {
        let name: String
        var status = "400 Bad Request"
        let error: JSON

        static let all = [
            LengthCase(name: "OpenAI", error: ["code": "context_length_exceeded", "message": "too long"]),
            LengthCase(name: "vLLM", error: ["message": "This model's maximum context length is 4096 tokens."]),
            LengthCase(name: "llama.cpp", error: ["message": "the request exceeds the available context size"]),
            LengthCase(name: "Anthropic", error: ["message": "prompt is too long: 9 tokens > 8 maximum"]),
            LengthCase(name: "Groq", status: "413 Payload Too Large", error: ["message": "tokens per minute"]),
            LengthCase(
                name: "a limit per minute that it can never meet", status: "429 Too Many Requests",
                error: ["message": "Request too large"]),
        ]
    }

    @Test(
        "A conversation that is too long is asked again with half of its history, then with half of the text",
        arguments: LengthCase.all)
    func tooLong(_ row: LengthCase) async throws {
        let history = (0..<16).map {
            Asking.entry($0.isMultiple(of: 2) ? .customer : .ai, String(repeating: "word ", count: 200), $0)
        }
        let stage = try EngineStage(.openai) { request in
            request.body.count > 6_000 ? .json(["error": row.error], status: row.status) : .completion(Self.good)
        }
        defer { stage.server.stop() }
        #expect(await stage.ask(Asking.request("Where is it?", history: history)).action == Self.hi)
        let sizes = stage.server.requests.map(\.body.count)
        #expect(sizes.count > 2 && sizes == sizes.sorted(by: >))
        #expect(stage.bodies.last?.contents("user").last?.contains("Where is it?") == true)

        let long = Asking.request(String(repeating: "word ", count: 1_600))
        #expect(await stage.ask(long).action == Self.hi)
    }

    @Test("A text that is too long however short it is made is given up")
    func neverShortEnough() async throws {
        let stage = try EngineStage(.openai) { _ in
            .json(["error": ["code": "context_length_exceeded"]], status: "400 Bad Request")
        }
        defer { stage.server.stop() }
        let result = await stage.ask(Asking.request(String(repeating: "word ", count: 1_600)))
        #expect(result.problem?.contains("too long for the model") == true)
        #expect(stage.server.requests.count < 10)
    }

    /// Ways in which models wrap their JSON.
    struct ContentCase: NamedCase {
        let name: String
        let content: JSON
        var finish = "stop"
        var refusal: JSON = nil
        var action: AnswerAction? = OpenAIEngineTests.hi
        var problem = ""

        private static let json = #"{"action":"reply","text":"Hi","language":"en","sentiment":"neutral"}"#

        static let all = [
            ContentCase(name: "a fence of code", content: .string("```json\n\(json)\n```")),
            ContentCase(name: "words around it", content: .string("Here it is:\n\(json)\nAnything else?")),
            ContentCase(name: "braces before it", content: .string("For {the customer}: \(json)")),
            ContentCase(name: "thinking aloud", content: .string("<think>{\"action\":\"none\"}</think>\n\(json)")),
            ContentCase(name: "parts", content: [["type": "text", "text": .string(json)]]),
            ContentCase(
                name: "parts, a thought among them",
                content: [["type": "thinking", "text": #"{"action":"none"}"#], ["type": "text", "text": .string(json)]]),
            ContentCase(
                name: "the form repeated before it", content: .string(#"As {"action":"reply","text":"…"}. So: \#(json)"#)),
            ContentCase(name: "another object after it", content: .string(#"\#(json) {"usage":{"tokens":1}}"#)),
            ContentCase(name: "in another object", content: .string(#"{"answer":\#(json),"note":"x"}"#)),
            ContentCase(name: "in a string", content: .string(JSON.string(json).canonical)),
            ContentCase(
                name: "an example in its text",
                content: .string(#"Well: {"action":"reply","text":"Send {\"action\":\"none\"}"}"#),
                action: .reply(.init(text: #"Send {"action":"none"}"#))),
            ContentCase(
                name: "a thought without a beginning", content: .string("I see {\"action\":\"none\"}.</think>\(json)")),
            ContentCase(name: "a thought without an end, after it", content: .string("\(json)\n<think>Is {\"action\":\"none\"}")),
            ContentCase(
                name: "a thought without an end", content: .string("<think>Perhaps \(json)"), action: nil,
                problem: "no JSON object"),
            ContentCase(name: "a thought in square brackets", content: .string("[THINK]{\"action\":\"none\"}[/THINK]\(json)")),
            ContentCase(
                name: "a mark of thoughts in its text", content: .string(#"{"action":"reply","text":"Write </think> there."}"#),
                action: .reply(.init(text: "Write </think> there."))),
            ContentCase(
                name: "line breaks and tabs in a string", content: .string("{\"action\":\"reply\",\"text\":\"One\n\nTwo\tx\"}"),
                action: .reply(.init(text: "One\n\nTwo\tx"))),
            ContentCase(
                name: "commas before the end", content: .string(#"{"action":"reply","text":"a,]","tags":["x",],}"#),
                action: .reply(.init(text: "a,]"))),
            ContentCase(
                name: "escapes that are none", content: .string(#"{"action":"reply","text":"It\'s \*here\*\n\u00e9"}"#),
                action: .reply(.init(text: "It's *here*\né"))),
            ContentCase(
                name: "braces and quotes in the text", content: .string(#"Well: {"action":"reply","text":"a } \" { b"} and {"#),
                action: .reply(.init(text: #"a } " { b"#))),
            ContentCase(name: "no JSON", content: "Hi there", action: nil, problem: "no JSON object"),
            ContentCase(name: "a list", content: "[1]", action: nil, problem: "no JSON object"),
            ContentCase(
                name: "an object that does not end", content: "{\"action\":\"reply\"", action: nil, problem: "no JSON object"),
            ContentCase(
                name: "many braces", content: .string(String(repeating: "{", count: 100_000)), action: nil,
                problem: "no JSON object"),
            ContentCase(name: "null", content: nil, action: nil, problem: "has no text"),
            ContentCase(name: "white space", content: " ", action: nil, problem: "has no text"),
            ContentCase(
                name: "cut off", content: .string(json), finish: "length", action: nil, problem: "finish_reason is length"),
        ]
    }

    @Test("The answer is found in what the model says", arguments: ContentCase.all)
    func content(_ row: ContentCase) async throws {
        let stage = try EngineStage(.openai) { _ in .completion(row.content, finish: row.finish, refusal: row.refusal) }
        defer { stage.server.stop() }
        let result = await stage.ask(Asking.request("Where is it?"))
        #expect(result.action == row.action)
        if row.action == nil { #expect(result.problem?.contains(row.problem) == true) }
    }

    @Test(
        "A question that the model refuses is left to a person",
        arguments: [
            ("stop", JSON.string("I cannot help with that.")), ("content_filter", nil), ("refusal", nil), ("SAFETY", nil),
        ])
    func refusal(_ finish: String, _ refusal: JSON) async throws {
        let stage = try EngineStage(.openai) { _ in .completion(nil, finish: finish, refusal: refusal) }
        defer { stage.server.stop() }
        let result = await stage.ask(Asking.request("Where is it?"))
        let handoff = try #require(result.action?.handoff)
        #expect(handoff.reason == "The AI declined to answer")
        #expect(handoff.summary.contains("Where is it?"))
    }

    @Test(
        "A question that a filter before the model refuses is left to a person",
        arguments: [
            ["code": "content_filter"], ["innererror": ["code": "ResponsibleAIPolicyViolation"]],
            ["code": "content_policy_violation"],
            ["message": "The prompt triggered Azure OpenAI's content management policy."],
        ] as [JSON])
    func filtered(_ error: JSON) async throws {
        let stage = try EngineStage(.openai) { _ in .json(["error": error], status: "400 Bad Request") }
        defer { stage.server.stop() }
        #expect(await stage.ask(Asking.request("Where is it?")).action?.handoff?.reason == "The AI declined to answer")
        #expect(stage.server.requests.count == 1)
    }

    struct CallCase: NamedCase {
        let name: String
        let message: JSON

        private static let arguments: JSON = .string(#"{"action":"reply","text":"Hi","language":"en","sentiment":"neutral"}"#)

        static let all = [
            CallCase(
                name: "a call",
                message: ["content": nil, "tool_calls": [["function": ["name": "answer", "arguments": arguments]]]]),
            CallCase(
                name: "a call beside talk",
                message: ["content": "I answer.", "tool_calls": [["function": ["name": "answer", "arguments": arguments]]]]),
            CallCase(
                name: "arguments as an object",
                message: [
                    "tool_calls": [
                        ["function": ["name": "reply", "arguments": ["text": "Hi", "language": "en", "sentiment": "neutral"]]]
                    ]
                ]),
            CallCase(name: "the former form", message: ["content": "", "function_call": ["name": "x", "arguments": arguments]]),
        ]
    }

    @Test("An answer that a model gives as the call of a function is an answer", arguments: CallCase.all)
    func call(_ row: CallCase) async throws {
        let stage = try EngineStage(.openai) { _ in
            .json(["choices": [["finish_reason": "tool_calls", "message": row.message]]])
        }
        defer { stage.server.stop() }
        #expect(await stage.ask(Asking.request("Where is it?")).action == Self.hi)
    }

    @Test(
        "A completion without a message is an error",
        arguments: ["{}", #"{"choices":[]}"#, #"{"choices":[{}]}"#, #"{"choices":[{"message":"Hi"}]}"#])
    func noMessage(_ body: String) async throws {
        let stage = try EngineStage(.openai) { _ in .answer("200 OK", body) }
        defer { stage.server.stop() }
        #expect(await stage.ask(Asking.request("Where?")).problem?.contains("completion's choices") == true)
    }
}
