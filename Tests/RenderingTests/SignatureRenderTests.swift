import Foundation
import Logging
import RelayCore
import TestSupport
import Testing

@testable import signature_render

@Suite("signature-render")
struct SignatureRenderTests {
    private static let signatures =
        #"[{"pattern":"shop.example","html":"<b>Shop</b>"},{"pattern":"*.shop.example","html":"<b>Branch</b>"}]"#

    private func run(_ data: JSON, organization: String? = nil, environment: [String: String] = [:]) throws -> FunctionResult {
        let configuration = try Configuration.load(
            SignatureRender.description.configuration, environment: environment, readFile: { _ in [] })
        return run(data, organization: organization, on: try SignatureRender(configuration: configuration))
    }

    private func run(_ data: JSON, organization: String? = nil, on function: SignatureRender) -> FunctionResult {
        let event = RelayEvent(
            id: "render-1", source: "/tests", type: SignatureRenderEvent.type, data: data, organization: organization)
        return FunctionResult.of { try function.handle(event, InvocationContext(deadline: nil, logger: Logger(label: "test"))) }
    }

    @Test("Both the HTML and the text are signed")
    func both() throws {
        let result = try run([
            "from": "help@shop.example", "html": "<p>Hi</p>", "text": "Hi",
            "signatures": [["pattern": "shop.example", "html": "<b>Shop</b>", "text": "The shop"]],
        ])
        #expect(
            result
                == .done([
                    "html": "<p>Hi</p><div class=\"deskrelay-signature\"><b>Shop</b></div>", "text": "Hi\n\n-- \nThe shop",
                    "pattern": "shop.example",
                ]))
    }

    @Test("The organization's signatures are used when the event has none")
    func configured() throws {
        let environment = ["SIGNATURES": Self.signatures]
        let result = try run(["from": "help@nl.shop.example", "text": "Hi"], environment: environment)
        #expect(result == .done(["html": nil, "text": "Hi\n\n-- \nBranch", "pattern": "*.shop.example"]))
    }

    @Test("An empty list in the event means no signature")
    func emptyList() throws {
        let environment = ["SIGNATURES": Self.signatures]
        let result = try run(["from": "help@shop.example", "text": "Hi", "signatures": []], environment: environment)
        #expect(result == .done(["html": nil, "text": "Hi", "pattern": nil]))
    }

    @Test("Without a match the bodies stay as they are")
    func noMatch() throws {
        let result = try run(["from": "help@other.example", "html": " <p>Hi ", "text": "Hi \n"])
        #expect(result == .done(["html": " <p>Hi ", "text": "Hi \n", "pattern": nil]))
    }

    @Test("An organization that is not configured is an error that says so")
    func unknownOrganization() throws {
        let file = Array(#"{"organizations":{"one":{"SIGNATURES":\#(Self.signatures)},"two":{}}}"#.utf8)
        let configuration = try Configuration.load(
            SignatureRender.description.configuration, environment: ["RELAY_CONFIG": "relay.json"], readFile: { _ in file })
        let function = try SignatureRender(configuration: configuration)
        let data: JSON = ["from": "help@shop.example", "text": "Hi"]
        #expect(run(data, organization: "one", on: function).data["pattern"] == "shop.example")
        #expect(run(data, organization: "two", on: function).data["pattern"] == .null)
        #expect(run(data, organization: "three", on: function).code == .unknownOrganization)
    }

    struct BadCase: NamedCase {
        let name: String
        let data: JSON
        let message: String

        static let all = [
            BadCase(name: "no from", data: ["text": "Hi"], message: "data.from is missing"),
            BadCase(name: "from is no text", data: ["from": 1, "text": "Hi"], message: "data.from must be a string"),
            BadCase(
                name: "from is no address", data: ["from": "Shop", "text": "Hi"], message: "data.from is not an e-mail address"),
            BadCase(name: "nothing to sign", data: ["from": "a@shop.example"], message: "data.html is missing, and so is text"),
            BadCase(
                name: "html is no text", data: ["from": "a@shop.example", "html": []], message: "data.html must be a string"),
            BadCase(
                name: "signatures is no array", data: ["from": "a@shop.example", "text": "Hi", "signatures": "x"],
                message: "data.signatures must be an array"),
            BadCase(
                name: "signature without a pattern",
                data: ["from": "a@shop.example", "text": "Hi", "signatures": [["html": "x"]]],
                message: "data.signatures[0].pattern is missing"),
            BadCase(
                name: "bad pattern",
                data: [
                    "from": "a@shop.example", "text": "Hi",
                    "signatures": [["pattern": "shop.example", "html": "x"], ["pattern": "shop.*", "html": "x"]],
                ], message: "data.signatures[1].pattern is \"shop.*\""),
            BadCase(name: "data is no object", data: "x", message: "data must be an object"),
        ]
    }

    @Test("Bad input is named", arguments: BadCase.all)
    func badInput(_ row: BadCase) throws {
        let result = try run(row.data)
        #expect(result.status == .failed)
        #expect(result.code == .badField)
        #expect(result.message?.hasPrefix(row.message) == true)
        #expect(ExitCode(result) == .badInput)
    }

    @Test("Every bad pattern of the configuration is reported")
    func badPatterns() throws {
        let configuration = try Configuration.load(
            SignatureRender.description.configuration,
            environment: [
                "SIGNATURES": #"[{"pattern":"a.*","html":"x"},{"pattern":"ok.example","html":"x"},{"pattern":"b..c","html":"x"}]"#
            ],
            readFile: { _ in [] })
        let faults = #expect(throws: ConfigurationFaults.self) { try SignatureRender(configuration: configuration) }
        #expect(faults?.faults.count == 2)
        #expect(faults?.description.contains("SIGNATURES [0].pattern is \"a.*\"") == true)
        #expect(faults?.description.contains("SIGNATURES [2].pattern is \"b..c\"") == true)
    }
}
