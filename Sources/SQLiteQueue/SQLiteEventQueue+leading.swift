import Foundation
import RelayCore

/// One host at a time has the file, so it leads.
extension SQLiteEventQueue {
    package func lead(_ work: String, owner: String, until end: Date, now: Date) async throws -> LeaseOutcome { .acquired }

    package func resign(_ work: String, owner: String) async throws {}
}
