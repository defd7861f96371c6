import Foundation
import HostDelivery
import HubSpotSimulator
import PostgresQueue
import RelayCore

/// What whoever looks into a fault asks first. A fault of chance may not come again.
struct ChaosTrace {
    let portal: SimulatedPortal
    let history: PostgresHistory

    /// What stands on the threads that a fault names, and what hosts did there, by time.
    func lines(of fault: String) async throws -> String {
        var lines: [(date: Date, text: String)] = []
        for thread in await portal.allThreads where fault.contains(thread.id) {
            for item in thread.messages {
                let text = "“\(item.text.prefix(80))” \(item.newStatus?.rawValue ?? "")"
                lines.append((item.createdAt, "\(item.type.rawValue) \(item.id) \(text)"))
            }
            for entry in try await history.entries(HistoryFilter(threadID: thread.id), after: 0, limit: 1000) {
                lines.append((entry.started, describe(entry)))
            }
        }
        return lines.sorted { $0.date < $1.date }.map { "\(time($0.date)) \($0.text)" }.joined(separator: "\n")
    }

    private func describe(_ entry: HistoryEntry) -> String {
        let event = "\(entry.type) \(entry.eventID) after \(entry.causeID ?? "-"), message \(entry.subject.messageID ?? "-")"
        let ending = [entry.code?.rawValue, entry.effect, entry.message].compactMap { $0 }.joined(separator: ", ")
        let end = "\(entry.status.rawValue) \(ending), \(entry.outcome), ended \(time(entry.ended))"
        return "\(entry.function) \(event), attempt \(entry.attempt): \(end)"
    }

    private func time(_ date: Date) -> String { String(Timestamp.milliseconds(date) % 10_000_000) }
}
