import FoundationEssentials
import HubSpotAPI
import Logging
import OnceOnly
import RelayCore

/// What the functions that talk to the outside share: configuration, stores, transport, time.
package struct FunctionServices: Sendable {
    package let configuration: Configuration
    package let stores: any StateStores
    package let ambient: Ambient
    package let transport: any HTTPTransport
    let once: Once
    private let portals = Portals()
    /// What is left of an invocation's time when the last call of HubSpot must have ended, in seconds: for the store and the
    /// result.
    private static let reserve = 1.0

    package init(
        configuration: Configuration, stores: any StateStores, transport: any HTTPTransport, ambient: Ambient
    ) {
        self.configuration = configuration
        self.stores = stores
        self.transport = transport
        self.ambient = ambient
        once = Once(ambient: ambient, retentionDays: configuration[ConfigurationKeys.claimRetention])
    }

    /// What belongs to the organization that the event names.
    /// - Throws: `unknown-organization`.
    package func organization(of event: RelayEvent, _ context: InvocationContext) throws -> OrganizationServices {
        guard let organization = configuration.organization(named: event.organization) else {
            throw Stop(.failed(.unknownOrganization, "organization: no organization with this name is configured"))
        }
        let lastCall = context.deadline.map { $0 - Self.reserve }
        return OrganizationServices(
            configuration: organization,
            hubSpot: HubSpotClient(
                transport: transport, settings: .init(organization), ambient: ambient, logger: context.logger,
                memory: portals.memory(of: organization.name),
                sharedLimits: stores.rateLimits(of: organization.name, until: lastCall),
                deadline: lastCall, trace: context.trace),
            store: stores.store(of: organization.name, until: context.deadline), ambient: ambient, logger: context.logger,
            deadline: context.deadline, trace: context.trace, portals: portals)
    }
}
