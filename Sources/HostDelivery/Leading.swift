import FoundationEssentials
import RelayCore

/// Of the hosts of one queue, one leads what is to be done once for all of them.
package protocol Leading: Sendable {
    /// Makes the caller the one that leads, or lets it lead on, where nobody else does.
    /// - Parameters:
    ///   - work: What is led.
    ///   - end: When another host may take it over.
    func lead(_ work: String, owner: String, until end: Date, now: Date) async throws -> LeaseOutcome

    /// Lets another lead at once. Does nothing where the caller does not lead.
    func resign(_ work: String, owner: String) async throws
}
