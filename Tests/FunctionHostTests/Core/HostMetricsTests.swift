import Foundation
import HostCore
import HostDelivery
import RelayCore
import SQLiteQueue
import TestSupport
import Testing

@testable import FunctionHost

@Suite("What a host counts and measures")
struct HostMetricsTests {
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)

    /// What an invocation's end adds: the samples of some families.
    private static func samples(
        _ results: [InvocationResult], function: String = "handoff-comment", type: String = "test.one",
        _ families: MetricFamily...
    ) -> [String] {
        let metrics = HostMetrics()
        for result in results {
            metrics.invocationEnded(
                InvocationRecord(
                    function: function, event: EncodedEvent(event("h", type: type, organization: "shop")), attempt: 0,
                    queued: now, due: now,
                    invocation: Invocation(result: result, started: now, ended: now + 0.3), outcome: .completed,
                    span: InvocationSpan(following: nil, of: event("h").key, unique: "")))
        }
        return metrics.current.text(families).split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    }

    private static func result(_ data: JSON, _ code: ReasonCode? = nil) -> InvocationResult {
        InvocationResult(.done(data, code: code))
    }

    @Test("Invocations, by how they ended, and how long they took")
    func invocations() {
        let lines = Self.samples([Self.result([:]), Self.result([:]), .retry(.unavailable, "x")], HostMetric.invocations)
        #expect(
            lines == [
                #"deskrelay_invocations_total{function="handoff-comment",status="done",code="",organization="shop"} 2"#,
                #"deskrelay_invocations_total{function="handoff-comment",status="retry",code="unavailable",organization="shop"} 1"#,
            ])
        let buckets = Self.samples([Self.result([:])], HostMetric.duration)
        #expect(buckets.contains(#"deskrelay_invocation_duration_seconds_bucket{function="handoff-comment",le="0.25"} 0"#))
        #expect(buckets.contains(#"deskrelay_invocation_duration_seconds_bucket{function="handoff-comment",le="0.5"} 1"#))
        #expect(buckets.contains(#"deskrelay_invocation_duration_seconds_bucket{function="handoff-comment",le="+Inf"} 1"#))
        #expect(buckets.contains(#"deskrelay_invocation_duration_seconds_count{function="handoff-comment"} 1"#))
    }

    @Test("Steps that were not done, by step and code, of what has ended")
    func steps() {
        let lines = Self.samples(
            [
                Self.result([
                    "notDone": [
                        ["step": "ticket", "code": "validation", "message": "…"], ["step": "owner", "code": "no-owner"],
                    ]
                ]),
                Self.result(["notDone": [["step": "ticket", "code": "validation"]]]), Self.result(["notDone": []]),
            ], HostMetric.stepsNotDone)
        #expect(
            lines == [
                #"deskrelay_steps_not_done_total{step="owner",code="no-owner"} 1"#,
                #"deskrelay_steps_not_done_total{step="ticket",code="validation"} 2"#,
            ])
    }

    @Test("The time to an answer, and messages that were missed")
    func answers() {
        let times = Self.samples([Self.result([FunctionResult.answeredAfter: 4000])], HostMetric.timeToAnswer)
        #expect(times.contains(#"deskrelay_time_to_answer_seconds_bucket{organization="shop",le="2"} 0"#))
        #expect(times.contains(#"deskrelay_time_to_answer_seconds_bucket{organization="shop",le="5"} 1"#))
        #expect(times.contains(#"deskrelay_time_to_answer_seconds_sum{organization="shop"} 4"#))
        let missed = Self.samples([Self.result(["missed": 3], .missedMessages), Self.result(["missed": 0])], HostMetric.missed)
        #expect(missed == [#"deskrelay_missed_messages_total{organization="shop"} 3"#])
    }

    @Test("When the last webhook came: of authentic ones alone")
    func webhooks() {
        func samples(_ result: InvocationResult) -> [String] {
            Self.samples([result], function: "webhook-receive", type: HTTPRequestEvent.type, HostMetric.lastWebhook)
        }
        let received: JSON = ["received": 1]
        #expect(
            samples(Self.result(received)) == [
                #"deskrelay_webhook_last_received_timestamp_seconds{organization="shop"} 1790000000"#
            ])
        #expect(samples(InvocationResult(.failed(.badSignature, "x", data: received))).isEmpty)
        #expect(samples(Self.result(["received": 0])).isEmpty)
        #expect(samples(Self.result(["eventId": "1"])).isEmpty)
    }

    @Test("When the last webhook came is known after a start, too, from the history")
    func webhooksBefore() async throws {
        let workspace = try Workspace()
        let history = try SQLiteHistory(path: workspace.path("history.sqlite"))
        let entries = [
            ("message-route", HubSpotEvent.newMessage, "shop", 0.0), ("message-route", HubSpotEvent.newMessage, "shop", 5),
            ("ticket-property-mirror", "hubspot.ticket.propertyChange", "other", 3), ("ai-turn", "conversation.turn", "shop", 9),
        ].enumerated().map { index, row in
            HistoryEntry(
                number: 0, function: row.0, eventID: "\(index)", source: "/s", organization: row.2, causeID: nil,
                traceParent: nil, subject: EventSubject(type: row.1), attempt: 0, queued: Self.now + row.3,
                due: Self.now + row.3, started: Self.now + row.3, ended: Self.now + row.3, status: .done, code: nil, message: nil,
                outcome: .completed, size: 1)
        }
        try await history.add(entries.map { ($0, nil) })
        let metrics = HostMetrics(lastWebhooks: try await history.lastArrivals())
        let lines = metrics.current.text([HostMetric.lastWebhook]).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(
            lines == [
                #"deskrelay_webhook_last_received_timestamp_seconds{organization="other"} 1790000003"#,
                #"deskrelay_webhook_last_received_timestamp_seconds{organization="shop"} 1790000005"#,
            ])
    }

    @Test(
        "Who is not let in adds no organization",
        arguments: [InvocationResult(.failed(.badToken, "x")), .retry(.deadlinePassed, "x")])
    func strangers(_ result: InvocationResult) {
        let lines = Self.samples([result], function: "webhook-receive", type: HTTPRequestEvent.type, HostMetric.invocations)
        #expect(lines.count == 1 && lines.allSatisfy { $0.contains(#"organization="""#) })
    }

    @Test("Calls that a worker tells of")
    func calls() throws {
        let calls = [
            OutsideCall(
                .hubSpot, name: "read the thread", outcome: "200", started: Self.now, seconds: 0.2, spanID: nil,
                rateLimitLeft: 90),
            OutsideCall(.hubSpot, name: "read the thread", outcome: "timed out", started: Self.now, seconds: 15, spanID: nil),
            OutsideCall(
                .ai, name: "openai", outcome: "reply", started: Self.now, seconds: 2, spanID: nil,
                usage: AIUsage(model: "small", inputTokens: 900, outputTokens: 70)),
        ]
        guard case .object(var members) = FunctionResult.done().json else { return }
        members["calls"] = .array(calls.map(\.json))
        let line = try InvocationResult(line: JSON.object(members).canonicalBytes)
        #expect(line.calls == calls)
        let lines = Self.samples(
            [line], HostMetric.hubSpotRequests, HostMetric.rateLimitLeft, HostMetric.aiRequests, HostMetric.aiTokens)
        #expect(
            lines == [
                #"deskrelay_hubspot_requests_total{operation="read the thread",status="200",organization="shop"} 1"#,
                #"deskrelay_hubspot_requests_total{operation="read the thread",status="timed out",organization="shop"} 1"#,
                #"deskrelay_hubspot_rate_limit_remaining{organization="shop"} 90"#,
                #"deskrelay_ai_requests_total{engine="openai",outcome="reply",organization="shop"} 1"#,
                #"deskrelay_ai_tokens_total{engine="openai",model="small",kind="input",organization="shop"} 900"#,
                #"deskrelay_ai_tokens_total{engine="openai",model="small",kind="output",organization="shop"} 70"#,
            ])
    }

    @Test("Each family is named once, with its meaning, its unit last, and shown also without a sample")
    func families() {
        let names = HostMetric.all.map(\.name)
        #expect(Set(names).count == names.count)
        let text = MetricTable().text(HostMetric.all)
        for family in HostMetric.all {
            #expect(text.contains("# HELP \(family.name) \(family.help)\n# TYPE \(family.name) \(family.kind.name)\n"))
            if case .counter = family.kind { #expect(family.name.hasSuffix("_total")) }
            if case .histogram = family.kind { #expect(family.name.hasSuffix("_seconds")) }
        }
    }

    @Test("What strangers name cannot break a line or a label", arguments: ["a\"b", "a\\b", "a\nb", "a\r\nb", "a\u{2028}b"])
    func escaping(_ text: String) {
        var table = MetricTable()
        table.add(to: HostMetric.unrouted, text)
        let lines = table.text([HostMetric.unrouted]).split(whereSeparator: \.isNewline)
        #expect(lines.count == 3)
        #expect(lines.last?.wholeMatch(of: /deskrelay_unrouted_events_total\{type="a(\\"|\\\\|\\n)b"\} 1/) != nil)
    }
}
