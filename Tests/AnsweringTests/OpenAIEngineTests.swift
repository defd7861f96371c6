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
        /// The formats asked for in two turns; nil stands for none.
        let asked: [String?]

        static let all = [
            FormatCase(name: "all understood", refused: [], asked: ["json_schema", "json_schema"]),
            FormatCase(name: "no schema", refused: ["json_schema"], asked: ["json_schema", "json_object", "json_object"]),
            FormatCase(
                name: "no format at all", refused: ["json_schema", "json_object"],
                asked: ["json_schema", "json_object", nil, nil]),
            FormatCase(
                name: "another status", refused: ["json_schema"], status: "422 Unprocessable Entity",
                message: "Invalid JSON_SCHEMA", asked: ["json_schema", "json_object", "json_object"]),
        ]
    }

    @Test("The engine falls back to a format that the endpoint understands, and keeps to it", arguments: FormatCase.all)
    func fallback(_ row: FormatCase) async throws {
        let stage = try EngineStage(.openai) { request in
            let format = (try? JSON.parse(request.body))?["response_format"]?["type"]?.string
            if let format, row.refused.contains(format) {
                return .json(["error": ["message": .string(row.message)]], status: row.status)
            }
            return .completion(Self.good)
        }
        defer { stage.server.stop() }
        for _ in 0..<2 { #expect(await stage.ask(Asking.request("Where is it?")).action == Self.hi) }
        #expect(stage.bodies.map { $0["response_format"]?["type"]?.string } == row.asked)
    }

    @Test("A request that is bad for another reason is not sent again")
    func badRequest() async throws {
        let stage = try EngineStage(.openai) { _ in .json(["error": ["message": "no such model"]], status: "400 Bad Request") }
        defer { stage.server.stop() }
        #expect(await stage.ask(Asking.request("Where?")).problem == "AI_URL answered with HTTP status 400")
        #expect(stage.server.requests.count == 1)
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
        arguments: [("stop", JSON.string("I cannot help with that.")), ("content_filter", nil)])
    func refusal(_ finish: String, _ refusal: JSON) async throws {
        let stage = try EngineStage(.openai) { _ in .completion(nil, finish: finish, refusal: refusal) }
        defer { stage.server.stop() }
        let result = await stage.ask(Asking.request("Where is it?"))
        let handoff = try #require(result.action?.handoff)
        #expect(handoff.reason == "The AI declined to answer")
        #expect(handoff.summary.contains("Where is it?"))
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
