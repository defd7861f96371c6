import Foundation
import HostCore
import RelayCore
import TestSupport
import Testing

@testable import ContainerHost

@Suite("Events on AWS Lambda", .timeLimit(.minutes(10)))
struct LambdaEventTests {
    private let workspace: Workspace
    private let stage: LambdaStage

    init() throws {
        workspace = try Workspace()
        stage = LambdaStage(workspace: workspace)
    }

    private typealias Invocation = FakeRuntimeAPI.Invocation

    struct Single: NamedCase {
        let name: String
        let body: [UInt8]
        var path = "error"
        var type: String?
        var message = ""
    }

    @Test(
        "An event by itself, and what Lambda is told when it does not end well",
        arguments: [
            Single(name: "done", body: event("any").json.canonicalBytes, path: "response"),
            Single(
                name: "a wait", body: event("wait").json.canonicalBytes, type: "Function.LeaseBusy", message: "lease-busy"),
            Single(
                name: "a refusal", body: event("refuse").json.canonicalBytes, type: "Function.NotFound",
                message: "not-found: there is no such thread"),
            Single(
                name: "its events cannot be sent", body: event("emit").json.canonicalBytes, type: "Function.StoreUnavailable",
                message: "store-unavailable: K_SINK: not sent"),
            Single(
                name: "another function's", body: event("any", type: "other.one").json.canonicalBytes,
                type: "Function.UnexpectedType", message: "unexpected-type: type must be one that emitter takes"),
            Single(
                name: "no id", body: Array(#"{"specversion":"1.0","source":"/s","type":"test.one"}"#.utf8),
                type: "Function.BadField", message: "bad-field: id is missing"),
            Single(
                name: "an event of EventBridge that is no schedule",
                body: Array(#"{"id":"1","detail-type":"test.one","source":"shop","detail":{"a":1}}"#.utf8),
                type: "Function.BadEvent", message: "the event is none of"),
            Single(
                name: "a schedule without its time",
                body: Array(#"{"id":"1","detail-type":"Scheduled Event","source":"aws.events","detail":{}}"#.utf8),
                type: "Function.BadField", message: "bad-field: time is missing"),
            Single(name: "no JSON", body: Array("{".utf8), type: "Function.NotJson", message: "not-json"),
            Single(
                name: "anything else", body: Array(#"{"a":1}"#.utf8), type: "Function.BadEvent", message: "the event is none of"),
        ])
    func single(_ row: Single) async throws {
        let api = try await stage.run([Invocation("r-1", row.body)])
        let said = try #require(api.said.first)
        #expect(said.path == "invocation/r-1/\(row.path)")
        #expect(said.type == row.type)
        if row.path == "response" {
            #expect(said.body["status"]?.string == "done")
        } else {
            #expect(said.body["errorType"]?.string == row.type)
            #expect(said.body["errorMessage"]?.string?.hasPrefix(row.message) == true, "\(said.body)")
            #expect(said.body["stackTrace"] == [])
        }
    }

    struct Schedule: NamedCase {
        let name: String
        let fixture: String
        var environment: [String: String] = [:]
        let source: String
    }

    /// The second is what template.yaml gives to AWS's scheduler, with the time in its place.
    @Test(
        "A schedule is the tick of the timer",
        arguments: [
            Schedule(name: "a rule of EventBridge", fixture: "schedule", source: "/relay/default"),
            Schedule(
                name: "of the organization that is configured", fixture: "schedule", environment: ["ORGANIZATION": "shop"],
                source: "/relay/shop"),
            Schedule(name: "an event of ours from the scheduler", fixture: "scheduler", source: "/relay/default"),
        ])
    func schedule(_ row: Schedule) async throws {
        let api = try await stage.run([Invocation("r-1", try LambdaStage.fixture(row.fixture))], environment: row.environment)
        #expect(api.said.map(\.path) == ["invocation/r-1/response"])
        let event = try RelayEvent(json: try #require(try JSON.parse(workspace.text(of: "starts.lines"))["event"]))
        #expect(event.type == "sweep.tick")
        #expect(event.source == row.source)
        #expect(try SweepTickEvent(event).at == Timestamp.parse("2026-10-08T16:53:06Z"))
        #expect(event.id.hasPrefix("sweep:2026-10-08T16:53:06"))
    }

    @Test("The worker is told when Lambda's time is over")
    func deadline() async throws {
        let before = Date()
        _ = try await stage.run([Invocation("r-1", event("any").json.canonicalBytes, time: 60)])
        let line = try JSON.parse(workspace.text(of: "starts.lines"))
        let deadline = try #require(line["deadline"]?.string.flatMap(Timestamp.parse))
        // Time is left for killing a worker that hangs, and for the answer.
        #expect(deadline > before + 50 && deadline <= Date() + 57.5)
    }
}
