import Foundation
import HostCore
import RelayCore
import TestSupport
import Testing

@testable import ContainerHost

@Suite("AWS Lambda's runtime", .timeLimit(.minutes(10)))
struct LambdaRuntimeTests {
    private let workspace: Workspace
    private let stage: LambdaStage

    init() throws {
        workspace = try Workspace()
        stage = LambdaStage(workspace: workspace)
    }

    private typealias Invocation = FakeRuntimeAPI.Invocation

    @Test("A result that Lambda does not take is an error, where it is too large")
    func tooLarge() async throws {
        let body = event("any").json.canonicalBytes
        let api = try await stage.run([Invocation("r-1", body), Invocation("r-2", body)], said: 3) { path in
            path == "invocation/r-1/response" ? "413 Payload Too Large" : nil
        }
        #expect(api.said.map(\.path) == ["invocation/r-1/response", "invocation/r-1/error", "invocation/r-2/response"])
        #expect(api.said[1].type == "Function.InputTooLarge")
    }

    @Test("As many connections wait for invocations as Lambda sends at once")
    func concurrency() async throws {
        let body = { (id: String) in event(id).json.canonicalBytes }
        let api = try FakeRuntimeAPI([Invocation("r-1", body("gate-1")), Invocation("r-2", body("gate-2"))])
        let settings = try await ContainerStage.settings(
            workspace, "emitter", environment: ["K_SINK": "http://127.0.0.1:9", "AWS_LAMBDA_MAX_CONCURRENCY": "3"])
        let running = Task { try await LambdaRuntime(api: api.address, ambient: .live, logger: .silent) { settings }.run() }
        // Two are at work at once, and the third connection waits.
        #expect(await eventually { workspace.text(of: "starts") == "begun\nbegun\n" && api.polls == 3 })
        running.cancel()
        _ = FileManager.default.createFile(atPath: workspace.path("gate"), contents: nil)
        try await running.value
        // Told to end, it has finished and answered what it had begun.
        #expect(Set(api.said.map(\.path)) == ["invocation/r-1/response", "invocation/r-2/response"])
    }

    struct Start: NamedCase {
        let name: String
        var function = "emitter"
        var environment: [String: String] = [:]
        let message: String
    }

    @Test(
        "What keeps it from starting is told to Lambda, by the names of the keys",
        arguments: [
            Start(name: "nowhere to send", message: "K_SINK is missing"),
            Start(
                name: "the function refuses its configuration", function: "misconfigured",
                message: "HUBSPOT_ACCESS_TOKEN is missing"),
            Start(
                name: "a queue that nobody would bring the events of",
                environment: ["K_SINK": "", "QUEUE_URL": "postgres://relay@db.example.com/relay"],
                message: "QUEUE_URL cannot be PostgreSQL on AWS Lambda: nothing would take emitter's events out of it"),
            Start(name: "the host's own", environment: ["WORKERS": "many"], message: "WORKERS must be a whole number"),
        ])
    func start(_ row: Start) async throws {
        let api = try FakeRuntimeAPI([Invocation("r-1", event("any").json.canonicalBytes)])
        let settings = try await ContainerStage.settings(workspace, row.function, environment: row.environment)
        await #expect(throws: ConfigurationFaults.self) {
            try await LambdaRuntime(api: api.address, ambient: .live, logger: .silent) { settings }.run()
        }
        let said = try #require(api.said.first)
        #expect(said.path == "init/error")
        #expect(said.type == "Runtime.ConfigInvalid")
        #expect(said.body["errorMessage"]?.string?.contains(row.message) == true, "\(said.body)")
        #expect(api.polls == 0)
    }

    @Test("So is what cannot be found: a template, a function")
    func notFound() async throws {
        let api = try FakeRuntimeAPI([])
        let runtime = LambdaRuntime(api: api.address, ambient: .live, logger: .silent) {
            throw HostError("there is no function emiter")
        }
        await #expect(throws: HostError.self) { try await runtime.run() }
        #expect(api.said.map(\.path) == ["init/error"])
        #expect(api.said.first?.body["errorMessage"]?.string == "there is no function emiter")
    }

    @Test("Without the Runtime API it ends with an error")
    func gone() async throws {
        let api = try FakeRuntimeAPI([])
        let settings = try await ContainerStage.settings(workspace, "emitter", environment: ["K_SINK": "http://127.0.0.1:9"])
        let running = Task { try await LambdaRuntime(api: api.address, ambient: .live, logger: .silent) { settings }.run() }
        #expect(await eventually { api.polls == 1 })
        api.stop()
        await #expect(throws: LambdaAPIError.self) { try await running.value }
    }

    @Test(
        "A trace as W3C has it",
        arguments: [
            (
                "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1",
                "00-5bef4de7ad49b0e87f6ef6c87fc2e700-9a9197af755a6419-01"
            ),
            (
                "Self=1-1-1;Sampled=0;Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Lineage=a:0",
                "00-5bef4de7ad49b0e87f6ef6c87fc2e700-9a9197af755a6419-00"
            ),
            ("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=1", nil),
            ("Root=2-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419", nil),
            ("Root=1-00000000-000000000000000000000000;Parent=9a9197af755a6419", nil),
            ("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e70;Parent=9a9197af755a6419", nil),
            ("", nil),
        ])
    func trace(_ header: String, _ expected: String?) {
        #expect(LambdaInvocation.traceParent(header) == expected)
    }

    @Test("Every reason code has a name that Lambda takes")
    func names() {
        for code in ReasonCode.allCases {
            let type = LambdaFailure(code, nil).type
            #expect(type.wholeMatch(of: /Function\.[A-Z][a-zA-Z]+/) != nil, "\(type)")
        }
    }
}
