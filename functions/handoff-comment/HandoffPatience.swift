import Conversations
import FoundationEssentials
import RelayCore

/// How long the team waits for the comment of a handoff while steps before it are ill: the customer has been told that a person
/// comes, and nobody knows of it until the comment stands.
struct HandoffPatience {
    /// How long the comment waits for a step that is ill, in seconds: long enough to find out what became of a lost write.
    static let longest: Double = 45
    /// After so many faulty deliveries it waits no longer.
    static let hurriedAttempt = 2
    /// How long steps are tried again once the comment stands, in seconds.
    static let longestRepair: Double = 3600

    private let key: String
    private let firstFault: Date?
    private let event: RelayEvent
    private let services: OrganizationServices

    static func read(
        _ event: RelayEvent, _ request: HandoffRequest, _ services: OrganizationServices
    ) async throws -> HandoffPatience {
        let key = request.faultKey
        let firstFault = try await services.store.effect(key: key)?.startedAt
        return HandoffPatience(key: key, firstFault: firstFault, event: event, services: services)
    }

    /// Whether the comment is written without what is ill.
    var isSpent: Bool { event.isLastAttempt || event.attempt >= Self.hurriedAttempt || age >= Self.longest }

    /// Whether what is ill is given up.
    var isOver: Bool { event.isLastAttempt || age >= Self.longestRepair }

    private var age: Double { firstFault.map { services.ambient.now().timeIntervalSince($0) } ?? 0 }

    /// Whether a step that ended so is left out now; else the handoff is tried again from there.
    func leavesOut(_ result: FunctionResult) async throws -> Bool {
        // A scope does not come by waiting for it.
        if result.status != .retry || result.code == .missingScope { return true }
        if firstFault == nil { _ = try await services.store.startEffect(key: key, now: services.ambient.now()) }
        return isSpent && !Task.isCancelled
    }
}
