import Foundation
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("docs/api.md", .timeLimit(.minutes(10)))
struct APIDocumentTests {
    /// A command of the document, and the answer that it shows: status and body.
    private struct Example {
        let command: String
        let answer: String
    }

    /// Every block of shell that calls, with the block of text after it.
    private static func examples() throws -> [Example] {
        let text = try String(contentsOf: Executable.root.appendingPathComponent("docs/api.md"), encoding: .utf8)
        // Odd parts stand between fences.
        let parts = text.components(separatedBy: "\n```")
        let blocks = parts.indices.filter { !$0.isMultiple(of: 2) }.map { parts[$0] }
        return zip(blocks, blocks.dropFirst()).filter { $0.0.hasPrefix("sh\n") }.map { command, answer in
            Example(command: String(command.dropFirst(3)), answer: answer.hasPrefix("text\n") ? String(answer.dropFirst(5)) : "")
        }
    }

    @Test("Each curl line gets the answer that stands below it, and the reply is posted")
    func examples() async throws {
        let examples = try Self.examples()
        #expect(examples.count == 11 && examples.allSatisfy { $0.command.hasPrefix("curl ") })
        let engine = try LoopbackServer { _ in .answer("202 Accepted") }
        let environment = [
            "AI_ENGINE": "http", "AI_URL": engine.url, "CHAT_DELAY": "0", "RELAY_API_KEY": "example-api-key-1",
            "EVENTS_KEY": "example-events-key",
        ]
        try await RunningRelay.whileRunning(environment) { relay in
            let thread = try await relay.portal.customerWritesChat(
                text: "Where is my parcel?", name: "Casey", email: "casey@customer.example"
            ).threadID
            try await relay.wait("the question") { !engine.requests.isEmpty }
            // Every answer of curl ends with its status.
            try relay.folder.write(".curlrc", Array("silent\nshow-error\nwrite-out = \"\\n%{http_code}\"\n".utf8))
            let variables = [
                "PATH": "/usr/bin:/bin", "CURL_HOME": relay.folder.url.path, "RELAY_URL": relay.address,
                "RELAY_API_KEY": "example-api-key-1", "EVENTS_KEY": "example-events-key",
            ]
            for (index, example) in examples.enumerated() {
                let run = try await Command("/bin/sh", ["-c", example.command], environment: variables).run()
                let lines = run.text.components(separatedBy: "\n")
                #expect("\(lines.last ?? "") \(lines.dropLast().joined(separator: "\n"))" == example.answer, "\(run.errors)")
                guard index == 0 else { continue }
                try await relay.wait("the reply") { await relay.portal.messages(thread).last?.text == "It left today." }
            }
        }
    }
}
