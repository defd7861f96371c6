import FoundationEssentials
import HostCore
import RelayCore
import Synchronization

/// Counts and measures what happens at a host, since it started.
final class HostMetrics: HostObserver {
    private let table: Mutex<MetricTable>

    /// - Parameter lastWebhooks: When each organization heard of HubSpot last, before this start.
    init(lastWebhooks: [String: Date] = [:]) {
        var table = MetricTable()
        for (organization, date) in lastWebhooks {
            table.set(date.timeIntervalSince1970, of: HostMetric.lastWebhook, organization)
        }
        self.table = Mutex(table)
    }

    /// What was counted so far.
    var current: MetricTable { table.withLock { $0 } }

    func invocationEnded(_ record: InvocationRecord) {
        table.withLock { table in
            Self.add(record, to: &table)
            Self.add(record.result.data, of: record, to: &table)
            for call in record.result.calls { Self.add(call, record.organization ?? "", to: &table) }
        }
    }

    func eventUnrouted(_ type: String) { table.withLock { $0.add(to: HostMetric.unrouted, type) } }

    func duplicatesAdded(_ count: Int) { table.withLock { $0.add(Double(count), to: HostMetric.duplicates) } }

    func requestRefused(_ code: ReasonCode) { table.withLock { $0.add(to: HostMetric.refused, code.rawValue) } }

    private static func add(_ record: InvocationRecord, to table: inout MetricTable) {
        let result = record.result
        table.add(
            to: HostMetric.invocations, record.function, result.status.rawValue, result.code?.rawValue ?? "",
            record.organization ?? "")
        table.observe(record.ended.timeIntervalSince(record.started), in: HostMetric.duration, record.function)
        // A delivery without events, as a check of our own sends one, is none.
        if record.event.type == HTTPRequestEvent.type, result.data["received"]?.int ?? 0 > 0,
            let organization = record.organization
        {
            table.set(record.queued.timeIntervalSince1970, of: HostMetric.lastWebhook, organization)
        }
    }

    private static func add(_ data: JSON, of record: InvocationRecord, to table: inout MetricTable) {
        for element in data["skipped"]?.array ?? [] {
            if let code = element["code"]?.string { table.add(to: HostMetric.skippedElements, code) }
        }
        for step in data["notDone"]?.array ?? [] {
            table.add(to: HostMetric.stepsNotDone, step["step"]?.string ?? "", step["code"]?.string ?? "")
        }
        if record.result.code == .missedMessages, let missed = data["missed"]?.int {
            table.add(Double(missed), to: HostMetric.missed, record.organization ?? "")
        }
        if let milliseconds = data[FunctionResult.answeredAfter]?.int {
            table.observe(Double(milliseconds) / 1000, in: HostMetric.timeToAnswer, record.organization ?? "")
        }
    }

    private static func add(_ call: OutsideCall, _ organization: String, to table: inout MetricTable) {
        switch call.kind {
        case .hubSpot:
            table.add(to: HostMetric.hubSpotRequests, call.name, call.outcome, organization)
            table.observe(call.seconds, in: HostMetric.hubSpotDuration, call.name)
            if let left = call.rateLimitLeft { table.set(Double(left), of: HostMetric.rateLimitLeft, organization) }
        case .ai:
            table.add(to: HostMetric.aiRequests, call.name, call.outcome, organization)
            table.observe(call.seconds, in: HostMetric.aiDuration, call.name)
            guard let usage = call.usage else { return }
            for (kind, tokens) in [("input", usage.inputTokens), ("output", usage.outputTokens)] {
                table.add(Double(tokens), to: HostMetric.aiTokens, call.name, usage.model ?? "", kind, organization)
            }
        }
    }
}
