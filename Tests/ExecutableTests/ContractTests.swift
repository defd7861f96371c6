import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("The contract, through the built functions")
struct ContractTests {
    static let event =
        #"{"specversion":"1.0","id":"1","source":"/t","type":"signature.render","data":{"from":"a@b.example","text":"Hi"}}"#

    @Test("Each describes itself", arguments: Executable.functions)
    func describe(_ function: String) async throws {
        let run = try await Executable.run(function, ["--describe"])
        let json = try JSON.parse(run.output)
        #expect(run.exitCode == 0)
        #expect(json["name"]?.string == function)
        #expect(json["takes"]?.array?.isEmpty == false)
        #expect(json["configuration"]?.array?.allSatisfy { $0["key"]?.string != nil && $0["secret"]?.bool != nil } == true)
    }

    @Test(
        "Missing configuration: 78, every fault named",
        arguments: ["message-route", "ai-turn", "ai-reply-post", "handoff-comment"])
    func configuration(_ function: String) async throws {
        let run = try await Executable.run(function, input: Array(Self.event.utf8))
        #expect(run.exitCode == 78)
        let message = try #require(run.results.first??.message)
        #expect(message.contains("HUBSPOT_ACCESS_TOKEN") && message.contains("HUBSPOT_USER_ID"))
    }

    struct Case: NamedCase {
        let name: String
        let input: [UInt8]
        let code: ReasonCode
        var names = ""
    }

    static let badInputs = [
        Case(name: "nothing", input: [], code: .notJSON),
        Case(name: "not UTF-8", input: [0x7B, 0xFF, 0x7D], code: .notUTF8),
        Case(name: "not JSON", input: Array("{".utf8), code: .notJSON),
        Case(name: "an array", input: Array("[]".utf8), code: .notAnObject),
        Case(name: "1 MiB of nesting", input: Array(repeating: 0x5B, count: 1 << 20), code: .notJSON),
        Case(name: "another specversion", input: Array(event.replacing("1.0", with: "2.0").utf8), code: .badSpecversion),
        Case(name: "no id", input: Array(event.replacing(#""id":"1","#, with: "").utf8), code: .badField, names: "id"),
        Case(
            name: "mistyped field", input: Array(event.replacing(#""a@b.example""#, with: "5").utf8), code: .badField,
            names: "data.from"),
        Case(name: "another type", input: Array(event.replacing("signature.render", with: "x.y").utf8), code: .unexpectedType),
        Case(name: "too large", input: Array(event.utf8) + Array(repeating: 0x20, count: 7 << 20), code: .inputTooLarge),
    ]

    @Test("Bad input: one clear error, exit 65", arguments: badInputs)
    func badInput(_ test: Case) async throws {
        let run = try await Executable.run("signature-render", input: test.input)
        let result = try #require(run.results.first ?? nil)
        #expect(run.exitCode == 65)
        #expect(result.status == .failed && result.code == test.code)
        #expect(result.message?.contains(test.names) == true || test.names.isEmpty)
    }

    @Test("In line mode a bad line fails by itself")
    func lines() async throws {
        let input = "{\n\(Self.event)\n[]\n{\"event\":\(Self.event),\"deadline\":\"2020-01-01T00:00:00Z\"}\n\(Self.event)\n"
        let run = try await Executable.run("signature-render", ["--lines"], input: Array(input.utf8))
        #expect(run.exitCode == 0)
        #expect(run.results.map { $0?.status } == [.failed, .done, .failed, .retry, .done])
        #expect(run.results[3]?.code == .deadlinePassed)
    }

    @Test("The demo's whole flow")
    func demo() async throws {
        let run = try await Executable.run("local-runner", ["demo", "--once"])
        let output = String(decoding: run.output, as: UTF8.self)
        #expect(run.exitCode == 0, "\(run.errors)")
        for text in [
            "30 days", "+1-555-0100", "AI decided to handoff", "Sentiment", "Language", "sessions.example.com/ses_",
            "owner 714200102", "Waiting on contact", "skipped, owner-is-human", "All of it worked.",
        ] {
            #expect(output.contains(text), "\(text) is missing")
        }
    }
}
