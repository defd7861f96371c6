import FoundationEssentials
import HubSpotAPI
import Logging
import Phrases
import RelayCore

/// What the functions that talk to the outside share: configuration, store, transport, time.
package struct FunctionServices: Sendable {
    package let configuration: Configuration
    package let store: any StateStore
    package let ambient: Ambient
    package let once: Once
    package let transport: any HTTPTransport
    private let identities = PortalIdentities()
    private let memories = PortalMemories()

    /// What is left of an invocation's time when the last call of HubSpot must have ended, in seconds: for the store and the
    /// result.
    private static let reserve = 1.0

    package init(
        configuration: Configuration, store: any StateStore, transport: any HTTPTransport, ambient: Ambient
    ) {
        self.configuration = configuration
        self.store = store
        self.transport = transport
        self.ambient = ambient
        once = Once(store: store, ambient: ambient, configuration: configuration)
    }

    /// What belongs to the organization that the event names.
    ///
    /// An event of HubSpot's must be of the organization's own portal: `HUBSPOT_PORTAL_ID`, else the one that its token is
    /// of. This is the one place that every function goes through, so that nothing of one tenant reaches another.
    /// - Throws: `unknown-organization`, `wrong-portal`.
    package func organization(
        of event: RelayEvent, _ context: InvocationContext
    ) async throws(Stop) -> OrganizationServices {
        guard let organization = configuration.organization(named: event.organization) else {
            throw Stop(.failed(.unknownOrganization, "organization names none that is configured"))
        }
        let services = OrganizationServices(
            configuration: organization,
            hubSpot: HubSpotClient(
                transport: transport, settings: .init(organization), ambient: ambient, logger: context.logger,
                memory: memories.memory(of: organization.name), deadline: context.deadline.map { $0 - Self.reserve }),
            store: store, ambient: ambient, logger: context.logger, identities: identities)
        if event.type.hasPrefix(EventType.hubSpotPrefix), let told = event.data["portalId"]?.id,
            let own = await services.portalID(), told != own
        {
            throw Stop(.skipped(.wrongPortal, "the event is of another portal"))
        }
        return services
    }
}

/// What a function works with for one organization.
package struct OrganizationServices: Sendable {
    package let configuration: OrganizationConfiguration
    package let hubSpot: HubSpotClient
    package let store: any StateStore
    package let ambient: Ambient
    package let logger: Logger
    fileprivate let identities: PortalIdentities

    package var name: String { configuration.name }
    package var sessions: SessionRecord {
        SessionRecord(
            store: store, ambient: ambient, organization: name, mapping: configuration[ConfigurationKeys.propertyMapping])
    }

    /// The app that we are on this portal: `HUBSPOT_APP_ID`, else what the token says. nil when HubSpot tells neither
    /// (it is not documented for every kind of token): then our messages are known by their stored ids alone.
    package func appID() async -> String? {
        if let configured = configuration[ConfigurationKeys.appID] { return configured }
        return await identities.identity(of: self)?.appID
    }

    /// `HUBSPOT_PORTAL_ID`, else what the token says; nil when HubSpot tells neither.
    func portalID() async -> String? {
        if let configured = configuration[ConfigurationKeys.portalID] { return configured }
        return await identities.identity(of: self)?.portalID
    }
}

extension OrganizationServices {
    /// What the organization allows the AI.
    package func policy() async -> DecisionPolicy {
        DecisionPolicy(configuration, appID: await appID(), automaticMail: .inAllLanguages)
    }
}

/// Asks HubSpot once per process who we are.
private actor PortalIdentities {
    private var known: [String: TokenInfo] = [:]

    func identity(of services: OrganizationServices) async -> TokenInfo? {
        if let info = known[services.name] { return info }
        do {
            let learnt = try await services.hubSpot.tokenInfo()
            known[services.name] = learnt
            return learnt
        } catch {
            services.logger.warning(
                "HubSpot did not tell whose token it is; set HUBSPOT_APP_ID and HUBSPOT_PORTAL_ID",
                metadata: ["code": "\(error.reasonCode.rawValue)"])
            return nil
        }
    }
}

extension HubSpotClient.Settings {
    init(_ organization: OrganizationConfiguration) {
        self.init(
            baseURL: organization[ConfigurationKeys.apiBase],
            edition: HubSpotEdition(name: organization[ConfigurationKeys.apiEdition]) ?? .v3,
            accessTokens: organization[ConfigurationKeys.accessToken])
    }
}

extension KeyUse {
    /// What every function reads that talks to HubSpot and keeps state.
    package static let live: [KeyUse] = [
        .optional(ConfigurationKeys.storeURL), .required(ConfigurationKeys.accessToken), .optional(ConfigurationKeys.apiBase),
        .optional(ConfigurationKeys.apiEdition), .optional(ConfigurationKeys.appID), .optional(ConfigurationKeys.portalID),
        .optional(ConfigurationKeys.claimRetention), .optional(ConfigurationKeys.propertyMapping),
    ]

    /// What deciding whether the AI may speak reads.
    package static let decision: [KeyUse] = [
        .required(ConfigurationKeys.userID), .optional(ConfigurationKeys.autopilot), .optional(ConfigurationKeys.assistMode),
        .optional(ConfigurationKeys.requireAssignment), .optional(ConfigurationKeys.reopen),
        .optional(ConfigurationKeys.replyBudget), .optional(ConfigurationKeys.longestWait),
        .optional(ConfigurationKeys.ownDomains),
    ]
}
