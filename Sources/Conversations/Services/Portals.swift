import HubSpotAPI
import Logging
import RelayCore
import Synchronization

/// What is learnt of each organization's portal, for as long as the process lives.
final class Portals: Sendable {
    private struct State {
        var memories: [String: PortalMemory] = [:]
        var identities: [String: TokenInfo] = [:]
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

    /// Who we are, as the token says; asked until HubSpot tells it once.
    func identity(of services: OrganizationServices) async -> TokenInfo? {
        if let known = state.withLock({ $0.identities[services.name] }) { return known }
        do {
            let learnt = try await services.hubSpot.tokenInfo()
            state.withLock { $0.identities[services.name] = learnt }
            return learnt
        } catch {
            services.logger.warning(
                "HubSpot did not tell whose token it is; set HUBSPOT_APP_ID and HUBSPOT_PORTAL_ID",
                metadata: ["code": "\(error.reasonCode.rawValue)"])
            return nil
        }
    }
}
