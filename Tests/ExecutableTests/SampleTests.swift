import Foundation
import RelayCore
import TestSupport
import Testing

@Suite("Every sample event, as local-runner invoke runs it")
struct SampleTests {
    struct Sample: NamedCase {
        let function: String
        let sample: String
        var name: String { "\(function)/\(sample)" }

        static func all() throws -> [Sample] {
            try Executable.functions.flatMap { function in
                let folder = Executable.root.appendingPathComponent("functions/\(function)/events")
                return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                    .filter { $0.pathExtension == "json" }
                    .map { Sample(function: function, sample: $0.deletingPathExtension().lastPathComponent) }
            }
        }
    }

    /// Status, code, and what the message begins with, of those samples that do not simply end with `done`.
    static let ends = [
        "ai-reply-post/bad-no-text": "failed bad-field data.text",
        "ai-turn/bad-no-message": "failed bad-field data.messageId",
        "ai-turn/engine-silent": "done ai-timeout",
        "api-receive/bad-key": "failed bad-key",
        "api-receive/bad-member": "failed bad-field inreplyto",
        "api-receive/bad-no-text": "failed bad-field text",
        "api-receive/bad-path": "failed unknown-path",
        "handoff-comment/bad-no-reason": "failed bad-field data.reason",
        "handoff-comment/bad-transcript-role": "failed bad-field data.transcript[1].role",
        "handoff-comment/bad-unknown-session": "failed no-session data.sessionId",
        "message-route/bad-no-message": "failed bad-field data.messageId",
        "message-route/thread-created": "skipped nothing-to-do",
        "session-control/bad-action": "failed bad-field data.action",
        "session-control/bad-delete-nobody": "failed bad-field data.threadId",
        "session-control/bad-no-such-session": "failed no-session",
        "signature-render/bad-address": "failed bad-field data.from",
        "signature-render/bad-nothing-to-sign": "failed bad-field data.html",
        "signature-render/bad-pattern": "failed bad-field data.signatures[0].pattern",
        "thread-sweep/bad-no-time": "failed bad-field data.at",
        "thread-sweep/tick": "done missed-messages",
        "ticket-property-mirror/bad-no-custom-data": "failed bad-field data.customData",
        "ticket-property-mirror/bad-no-property": "failed bad-field data.propertyName",
        "ticket-property-mirror/other-object": "skipped unhandled-object-type",
        "ticket-property-mirror/withheld": "done unchanged",
        "webhook-receive/bad-method": "failed method-not-allowed",
        "webhook-receive/bad-token": "failed bad-token",
        "webhook-receive/empty-batch": "skipped empty-batch",
        "webhook-receive/not-an-array": "skipped bad-payload",
    ]

    @Test("Each function has one that succeeds and one that fails")
    func coverage() throws {
        for function in Executable.functions {
            let samples = try Sample.all().filter { $0.function == function }
            #expect(samples.contains { Self.ends[$0.name]?.hasPrefix("done") ?? true }, "\(function)")
            #expect(samples.contains { Self.ends[$0.name]?.hasPrefix("failed") == true }, "\(function)")
        }
        #expect(Set(Self.ends.keys).isSubset(of: try Sample.all().map(\.name)))
    }

    @Test("In the simulated HubSpot each ends as it should, with one canonical line", arguments: try Sample.all())
    func simulated(_ sample: Sample) async throws {
        let run = try await Executable.run(
            "local-runner", ["invoke", sample.function, "--sample", sample.sample, "--simulated"])
        let result = try #require(run.results.first ?? nil, "\(run.errors)")
        #expect(run.output == Array((result.line + "\n").utf8))
        #expect(run.exitCode == ExitCode(result).rawValue)
        let end = [result.status.rawValue, result.code?.rawValue].compactMap { $0 }.joined(separator: " ")
        if let expected = Self.ends[sample.name] {
            #expect("\(end) \(result.message ?? "")".hasPrefix(expected), "\(result.line)")
        } else {
            #expect(end == "done", "\(result.line)")
        }
    }

    @Test("Without a simulated HubSpot nothing answers, and the state is kept apart from a runner's, for its owner alone")
    func alone() async throws {
        let folder = try TemporaryFolder()
        let run = try await Executable.run(
            "local-runner", ["invoke", "message-route", "--sample", "new-message", "--state", folder.path("state")])
        #expect(run.exitCode == ExitCode.retry.rawValue)
        #expect(run.results.first??.code == .connectionFailed)
        #expect(try folder.mode("state/samples") == 0o700)
        #expect(try folder.mode("state/samples/relay.sqlite") == 0o600)
        #expect(!FileManager.default.fileExists(atPath: folder.path("state/relay.sqlite")))
    }
}
