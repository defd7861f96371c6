import Conversations
import FoundationEssentials
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@testable import ai_turn

/// Which engine message-route makes of its configuration, and what it finds wrong.
@Suite("Which engine the configuration chooses")
struct EngineConfigurationTests {
    struct EngineCase: NamedCase {
        let name: String
        let environment: [String: String]
        /// Each stands in the error; none: there is no error.
        var faults: [String] = []

        static let all = [
            EngineCase(
                name: "openai", environment: ["AI_ENGINE": "openai", "AI_URL": "http://127.0.0.1:9/v1", "AI_MODEL": "small"]),
            EngineCase(
                name: "http", environment: ["AI_ENGINE": "http", "AI_URL": "https://ai.example.com/turn", "AI_API_KEY": "sesame"]),
            EngineCase(
                name: "openai without anything", environment: ["AI_ENGINE": "openai"],
                faults: ["AI_URL is missing: AI_ENGINE=openai needs it", "AI_MODEL is missing: AI_ENGINE=openai needs it"]),
            EngineCase(
                name: "http without an address", environment: ["AI_ENGINE": "http"], faults: ["AI_URL is missing: AI_ENGINE=http"]
            ),
            EngineCase(
                name: "reported with all others",
                environment: ["AI_ENGINE": "http", "CHAT_DELAY": "soon", "HUBSPOT_USER_ID": ""],
                faults: ["AI_URL is missing", "CHAT_DELAY must be", "HUBSPOT_USER_ID is missing"]),
            EngineCase(
                name: "an address that is none", environment: ["AI_ENGINE": "http", "AI_URL": "ai.example.com"],
                faults: ["AI_URL must start with https:// or http://"]),
            EngineCase(
                name: "an address with a query",
                environment: [
                    "AI_ENGINE": "openai", "AI_MODEL": "small",
                    "AI_URL": "https://x.openai.azure.com/openai/deployments/small?api-version=2024-10-21",
                ], faults: ["AI_URL", "must have no query"]),
            EngineCase(
                name: "an address of a service with a query",
                environment: ["AI_ENGINE": "http", "AI_URL": "https://ai.example.com/turn?a=b"]),
            EngineCase(
                name: "the whole address of completions",
                environment: [
                    "AI_ENGINE": "openai", "AI_MODEL": "small", "AI_URL": "https://ai.example.com/v1/chat/completions",
                ]),
            EngineCase(
                name: "an engine that nobody knows", environment: ["AI_ENGINE": "oracle"],
                faults: ["AI_ENGINE must be articles or openai"]),
            EngineCase(
                name: "no engine: none is taken for chosen", environment: ["AI_ENGINE": ""], faults: ["AI_ENGINE is missing"]),
            EngineCase(
                name: "articles without a folder", environment: ["ARTICLES_PATH": ""],
                faults: ["ARTICLES_PATH is missing: AI_ENGINE=articles needs it"]),
            EngineCase(
                name: "articles that are not there", environment: ["ARTICLES_PATH": "/nonexistent"], faults: ["ARTICLES_PATH"]),
            EngineCase(
                name: "instructions as text",
                environment: [
                    "AI_ENGINE": "openai", "AI_URL": "http://127.0.0.1:9/v1", "AI_MODEL": "small", "AI_INSTRUCTIONS": "Be kind.",
                ]),
            EngineCase(
                name: "instructions that are not there",
                environment: [
                    "AI_ENGINE": "openai", "AI_URL": "http://127.0.0.1:9/v1", "AI_MODEL": "small",
                    "AI_INSTRUCTIONS": "file:/nonexistent",
                ], faults: ["AI_INSTRUCTIONS", "names a file that cannot be read"]),
            EngineCase(
                name: "articles need no address", environment: ["AI_ENGINE": "articles", "AI_MODEL": "small"],
                faults: ["ARTICLES_PATH"]),
        ]
    }

    @Test("It makes an engine, or says what is wrong", arguments: EngineCase.all)
    func engine(_ row: EngineCase) throws {
        let base = [
            "HUBSPOT_ACCESS_TOKEN": "token", "HUBSPOT_USER_ID": "1", "AI_ENGINE": "articles", "ARTICLES_PATH": "/nonexistent",
        ]
        let environment = base.merging(row.environment) { _, own in own }
        var problem: String?
        do throws(ConfigurationFaults) {
            let configuration = try Configuration.load(
                AITurn.description.configuration, environment: environment, readFile: { _ in [] })
            _ = try AITurn(
                FunctionServices(
                    configuration: configuration, stores: NoStores(), transport: StubTransport([]), ambient: TestClock().ambient
                ))
        } catch {
            problem = error.description
        }
        #expect((problem == nil) == row.faults.isEmpty)
        for fault in row.faults { #expect(problem?.contains(fault) == true) }
        #expect(problem?.contains("is missing") != true || row.faults.contains { $0.contains("is missing") })
    }
}

/// No organization's store is asked for where nothing is worked on.
private struct NoStores: StateStores {
    func store(of organization: String) -> any StateStore { preconditionFailure("no store is needed here") }
}
