import RelayCore

/// What was erased in the queue and not yet in the history; outlasts the host.
package protocol ErasureNotes: EventErasing {
    func note(_ erasures: [Erasure], of organization: String) async throws
    /// Those with a greater number, the oldest first.
    func notedErasures(after number: Int64, limit: Int) async throws -> [NotedErasure]
    func removeNote(_ number: Int64) async throws
}

extension ErasureNotes {
    package func notedErasures(limit: Int) async throws -> [NotedErasure] { try await notedErasures(after: 0, limit: limit) }
}

package struct NotedErasure: Sendable {
    package let number: Int64
    package let organization: String
    /// nil where it cannot be read.
    package let erasure: Erasure?

    package init(number: Int64, organization: String, erasure: Erasure?) {
        self.number = number
        self.organization = organization
        self.erasure = erasure
    }
}
