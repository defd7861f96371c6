import FoundationEssentials
import HostCore
import HostDelivery
import RelayCore
import Synchronization

/// What a host counts since it started.
final class HostCounters: HostObserver {
    private struct Key: Hashable {
        let function: String
        let status: String
        let code: String
    }

    private struct Step: Hashable {
        let step: String
        let code: String
    }

    private struct State {
        var invocations: [Key: Int] = [:]
        var unrouted: [String: Int] = [:]
        /// Elements of webhook deliveries, by code.
        var skippedElements: [String: Int] = [:]
        /// What events could not have done of their work, though the rest was done.
        var stepsNotDone: [Step: Int] = [:]
        /// Requests that no function saw, by code.
        var refused: [ReasonCode: Int] = [:]
        /// Messages that a sweep found, by organization.
        var missed: [String: Int] = [:]
        var duplicates = 0
    }

    private let state = Mutex(State())

    func invocationEnded(_ record: InvocationRecord) {
        let result = record.result
        let key = Key(function: record.function, status: result.status.rawValue, code: result.code?.rawValue ?? "")
        let elements = (result.data["skipped"]?.array ?? []).compactMap { $0["code"]?.string }
        let steps = (result.data["notDone"]?.array ?? []).map {
            Step(step: $0["step"]?.string ?? "", code: $0["code"]?.string ?? "")
        }
        let missed = result.code == .missedMessages ? result.data["missed"]?.int ?? 0 : 0
        state.withLock { state in
            if missed > 0 { state.missed[record.event.key.organization, default: 0] += missed }
            state.invocations[key, default: 0] += 1
            for code in elements { state.skippedElements[code, default: 0] += 1 }
            for step in steps { state.stepsNotDone[step, default: 0] += 1 }
        }
    }

    func eventUnrouted(_ type: String) { state.withLock { $0.unrouted[type, default: 0] += 1 } }

    func duplicatesAdded(_ count: Int) { state.withLock { $0.duplicates += count } }

    func requestRefused(_ code: ReasonCode) { state.withLock { $0.refused[code, default: 0] += 1 } }

    /// In the text format that Prometheus reads. Source: https://prometheus.io/docs/instrumenting/exposition_formats/
    func prometheus(_ queue: QueueCounts, _ waits: [EventWait], restarts: [String: Int], droppedRecords: Int) -> String {
        let state = state.withLock { $0 }
        var lines = ["# TYPE deskrelay_invocations_total counter"]
        lines += state.invocations.map { key, count in
            "deskrelay_invocations_total{function=\"\(key.function)\",status=\"\(key.status)\",code=\"\(key.code)\"} \(count)"
        }.sorted()
        lines.append("# TYPE deskrelay_skipped_webhook_events_total counter")
        lines += state.skippedElements.map { "deskrelay_skipped_webhook_events_total{code=\"\(Self.label($0))\"} \($1)" }.sorted()
        lines.append("# TYPE deskrelay_steps_not_done_total counter")
        lines += state.stepsNotDone.map { step, count in
            "deskrelay_steps_not_done_total{step=\"\(Self.label(step.step))\",code=\"\(Self.label(step.code))\"} \(count)"
        }.sorted()
        lines.append("# TYPE deskrelay_unrouted_events_total counter")
        lines += state.unrouted.map { "deskrelay_unrouted_events_total{type=\"\(Self.label($0))\"} \($1)" }.sorted()
        lines.append("# TYPE deskrelay_refused_requests_total counter")
        lines += state.refused.map { "deskrelay_refused_requests_total{code=\"\($0.rawValue)\"} \($1)" }.sorted()
        lines.append("# TYPE deskrelay_missed_messages_total counter")
        lines += state.missed.map { "deskrelay_missed_messages_total{organization=\"\(Self.label($0))\"} \($1)" }.sorted()
        lines += [
            "# TYPE deskrelay_duplicate_events_total counter", "deskrelay_duplicate_events_total \(state.duplicates)",
            "# TYPE deskrelay_worker_restarts_total counter",
        ]
        lines += restarts.map { "deskrelay_worker_restarts_total{function=\"\($0)\"} \($1)" }.sorted()
        lines += [
            "# TYPE deskrelay_dropped_observations_total counter",
            "deskrelay_dropped_observations_total \(droppedRecords)",
            "# TYPE deskrelay_queue_events gauge", "deskrelay_queue_events{state=\"waiting\"} \(queue.waiting - queue.leased)",
            "deskrelay_queue_events{state=\"running\"} \(queue.leased)", "deskrelay_queue_events{state=\"dead\"} \(queue.dead)",
        ]
        lines += Self.gauge("deskrelay_waiting_events", waits) { "\($0.events)" }
        lines += Self.gauge("deskrelay_waiting_since_seconds", waits) { "\(Int($0.since.timeIntervalSince1970))" }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func gauge(_ name: String, _ waits: [EventWait], _ value: (EventWait) -> String) -> [String] {
        ["# TYPE \(name) gauge"]
            + waits.map { "\(name){organization=\"\(label($0.organization))\",code=\"\($0.code.rawValue)\"} \(value($0))" }
    }

    private static func label(_ text: String) -> String {
        String(text.map { $0 == "\"" || $0 == "\\" || $0.isNewline ? "_" : $0 })
    }
}
