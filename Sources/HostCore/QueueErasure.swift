import FoundationEssentials
import RelayCore

/// `queue.erase`: what was erased, as a host tells itself where the events that belong to it can only be looked for piece by piece. No
/// function gets it.
package struct QueueErasure: Sendable, Hashable {
    package static let type = "queue.erase"

    private let erasures: [Erasure]
    /// Under which the events may stand.
    private let organizations: Set<String>

    /// nil where the event names nothing.
    package init?(_ event: RelayEvent) {
        erasures = Erasure.all(in: event.data)
        organizations = Set([event.key.organization] + erasures.flatMap(\.organizations))
        if erasures.isEmpty { return nil }
    }

    /// - Returns: nil for a result that erased nothing.
    static func event(of result: InvocationResult, from cause: EncodedEvent) -> RelayEvent? {
        let erasures = Erasure.all(in: result.data)
        guard !erasures.isEmpty else { return nil }
        return RelayEvent(
            id: "\(type):\(ShortHash.of(cause.id))", source: cause.key.source, type: type,
            data: [Erasure.member: .array(erasures.map(\.json))], organization: cause.key.organization, causationID: cause.id,
            traceParent: cause.traceParent)
    }

    /// - Parameter queued: When the event was first sent; nil where nobody knows.
    package func covers(_ event: RelayEvent, queued: Date?) -> Bool {
        let organization = event.key.organization
        guard let queued, organizations.contains(organization) else { return false }
        return erasures.contains { $0.covers(event, queued: queued, organization: organization) }
    }
}
