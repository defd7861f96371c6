import Foundation
import HostDelivery
import RelayCore

/// What was erased lately: nothing of it that ends late is kept.
struct RememberedErasures {
    /// How long an erasure is known to every host, in seconds: longer than a worker works that began before it.
    static let length: Double = 3600

    private struct Known {
        let erasure: Erasure
        var noted: Date
    }

    /// By organization, and there by digest: what is noted again counts from then.
    private var known: [String: [[UInt8]: Known]] = [:]
    /// Of the last that was read; what is noted again gets a number of its own.
    private(set) var number = 0

    /// - Parameter erasure: nil: one of a later version, which is that one's to look at.
    mutating func add(_ number: Int, _ organization: String, digest: [UInt8], _ erasure: Erasure?, noted: Date) {
        self.number = max(self.number, number)
        known[organization, default: [:]][digest] = erasure.map { Known(erasure: $0, noted: noted) }
    }

    mutating func forget(now: Date) {
        known = known.mapValues { $0.filter { $0.value.noted >= now - Self.length } }.filter { !$0.value.isEmpty }
    }

    func covers(_ entry: HistoryEntry) -> Bool {
        known[entry.organization]?.values.contains { $0.erasure.covers(entry.subject, queued: entry.queued) } ?? false
    }
}
