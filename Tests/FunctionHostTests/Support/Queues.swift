import Foundation
import HostCore
import HostDelivery
import RelayCore

extension NewDelivery {
    static func to(_ function: String, _ event: RelayEvent) -> NewDelivery {
        NewDelivery(function: function, event: EncodedEvent(event))
    }
}

extension DeadLetterQueue {
    /// All of a test's.
    func deadLetters(_ which: DeadLetterFilter) async throws -> [DeadLetter] {
        try await deadLetters(which, after: nil, limit: 1000)
    }
}

extension EventQueue {
    /// The next event of a function, for half a minute; nil where none is due.
    func lease(_ function: String = "f", owner: String = "host", now: Date) async throws -> LeasedDelivery? {
        try await lease(1, for: function, owner: owner, until: now + 30, now: now).deliveries.first
    }
}

extension HostQueue {
    /// Of the function of these tests.
    func host(now: Date) async throws { try await host(of: ["f"], now: now) }
}
