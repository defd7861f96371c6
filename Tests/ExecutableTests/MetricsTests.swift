import Foundation
import HubSpotSimulator
import RelayCore
import TestSupport
import Testing

@Suite("Metrics of a running relay", .timeLimit(.minutes(5)))
struct MetricsTests {
    static let python = ProcessInfo.processInfo.environment["TEST_PYTHON"]

    @Test(
        "Prometheus' own client reads them, and finds what happened in them",
        .enabled(if: python != nil, "TEST_PYTHON is not set"))
    func parsed() async throws {
        try await RunningRelay.whileRunning(["CHAT_DELAY": "0", "REPLY_CHECK_DELAY": "0"]) { relay in
            let thread = try await relay.portal.customerWritesChat(text: "How long does shipping take?").threadID
            try await relay.wait("the answer") { await relay.portal.messages(thread).count == 2 }
            try await relay.wait("its check") { try await relay.invocations("ai-reply-post", .done) == 2 }
            let page = try await relay.call("GET", "/metrics")
            let script = Executable.root.appendingPathComponent("Tests/ExecutableTests/parse_metrics.py").path
            let outcome = try await Command(try #require(Self.python), [script]).run(input: page.body)
            #expect(outcome.exitCode == 0, "\(outcome.errors.suffix(1000))")
            let found = try JSON.parse(outcome.text)
            for (name, least) in Self.expected {
                #expect(
                    Double(found[name]?.canonical ?? "") ?? -1 >= least, "\(name) is \(found[name]?.canonical ?? "not there")")
            }
        }
    }

    /// Sums of samples, and what each must have come to.
    private static let expected: [(String, Double)] = [
        ("deskrelay_invocations_total", 5), ("deskrelay_invocation_duration_seconds_count", 5),
        ("deskrelay_time_to_answer_seconds_count", 1), ("deskrelay_hubspot_requests_total", 5),
        ("deskrelay_hubspot_request_duration_seconds_count", 5), ("deskrelay_hubspot_rate_limit_remaining", 1),
        ("deskrelay_ai_requests_total", 1), ("deskrelay_ai_request_duration_seconds_count", 1),
        ("deskrelay_webhook_last_received_timestamp_seconds", 1_790_000_000), ("deskrelay_build_info", 1),
        ("process_cpu_seconds_total", 0.01), ("process_resident_memory_bytes", 1_000_000), ("process_open_fds", 10),
        ("process_max_fds", 100), ("process_start_time_seconds", 1_790_000_000),
    ]
}
