import FoundationEssentials
import HubSpotAPI
import Logging
import RelayCore
import Synchronization

/// What is learnt of each organization's portal, for as long as the process lives.
final class Portals: Sendable {
    private struct State {
        var memories: [String: PortalMemory] = [:]
        var identities: [String: TokenInfo] = [:]
        /// Until when who did not get to know it does not ask again.
        var pauses: [String: Date] = [:]
    }

    let mailboxes = MailboxMemory()
    private let state = Mutex(State())

    func memory(of organization: String) -> PortalMemory {
        state.withLock { state in
            if let known = state.memories[organization] { return known }
            let memory = PortalMemory()
            state.memories[organization] = memory
            return memory
        }
    }

    /// How long a refusal counts, in seconds: it is not the same for every event.
    private static let pause: Double = 600

    /// Who we are, as the token says; asked until HubSpot tells it once, and from time to time where it refuses to.
    func identity(of services: OrganizationServices) async -> TokenInfo? {
        if let known = state.withLock({ $0.identities[services.name] }) { return known }
        let now = services.ambient.now()
        if let end = state.withLock({ $0.pauses[services.name] }), now < end { return nil }
        do {
            let learnt = try await services.hubSpot.tokenInfo()
            state.withLock { $0.identities[services.name] = learnt }
            return learnt
        } catch {
            if let status = error.status, (400..<500).contains(status), status != 429 {
                state.withLock { $0.pauses[services.name] = now + Self.pause }
            }
            services.logger.warning(
                "HubSpot did not tell whose token it is; set HUBSPOT_APP_ID and HUBSPOT_PORTAL_ID",
                metadata: ["code": "\(error.reasonCode.rawValue)"])
            return nil
        }
    }
}
