import FoundationEssentials
import HubSpotAPI
import Logging
import OnceOnly
import Phrases
import RelayCore

/// What a function works with for one organization.
package struct OrganizationServices: Sendable {
    package let configuration: OrganizationConfiguration
    package let hubSpot: HubSpotClient
    package let store: any StateStore
    package let ambient: Ambient
    package let logger: Logger
    /// When the invocation must have ended; nil for no limit.
    package let deadline: Date?
    package let trace: InvocationTrace
    let portals: Portals
    let progress = Progress()
    private static let forwardPrefixes = Language.words(.forwardPrefixes)

    package var name: String { configuration.name }

    package var sessions: Sessions {
        Sessions(store: store, ambient: ambient, mapping: configuration[ConfigurationKeys.propertyMapping])
    }

    package var turnDelays: ConversationTurnEvent.Delays {
        ConversationTurnEvent.Delays(
            email: configuration[ConfigurationKeys.emailDelay], chat: configuration[ConfigurationKeys.chatDelay])
    }

    /// The AI's own user, as an actor; nil where none is configured.
    package var aiActor: ActorID? { configuration[ConfigurationKeys.userID].map(ActorID.agent(userID:)) }

    /// The app that we are on this portal: `HUBSPOT_APP_ID`, else what the token says. nil when HubSpot tells neither
    /// (it is not documented for every kind of token): then our messages are known by their stored ids alone.
    package func appID() async -> String? {
        if let configured = configuration[ConfigurationKeys.appID] { return configured }
        return await portals.identity(of: self)?.appID
    }

    /// `HUBSPOT_PORTAL_ID`, else the portal that the token is of; nil when HubSpot does not tell.
    package func portalID() async -> String? {
        if let configured = configuration[ConfigurationKeys.portalID] { return configured }
        return await portals.identity(of: self)?.portalID
    }

    /// What the organization allows the AI; without the portal's mailboxes, which only deciding on mail needs.
    package func policy() async -> DecisionPolicy { await policy(mailboxes: PortalMailboxes()) }

    /// The policy for deciding on messages.
    package func policy(for messages: [ThreadMessage]) async throws -> DecisionPolicy {
        guard messages.contains(where: { $0.channel == .email }) else { return await policy() }
        return await policy(mailboxes: try await mailboxes())
    }

    private func policy(mailboxes: PortalMailboxes) async -> DecisionPolicy {
        DecisionPolicy(
            configuration, appID: await appID(), mailboxes: mailboxes.addresses, automaticMail: .inAllLanguages,
            forwardPrefixes: Self.forwardPrefixes)
    }

    /// The portal's mailboxes, as they were read lately.
    func mailboxes() async throws -> PortalMailboxes { try await portals.mailboxes.mailboxes(of: self) }

    /// An event of HubSpot's must be of the organization's own portal.
    /// Every function goes through here, so that nothing of one tenant reaches another.
    /// - Throws: `wrong-portal`.
    func checkPortal(of event: RelayEvent) async throws {
        guard event.type.hasPrefix(HubSpotEvent.prefix), let told = event.data["portalId"]?.id else { return }
        if let own = await portalID(), told != own { throw Stop(.skipped(.wrongPortal, "the event is from another portal")) }
    }

    /// One worker at a time on a conversation: see ``ThreadLease``.
    package func holding<Value: Sendable>(
        _ kind: ThreadLease.Kind, _ conversation: String, seconds: Double, _ work: (ThreadLease) async throws -> Value
    ) async throws -> Value {
        try await ThreadLease.hold(kind, conversation, seconds: seconds, in: store, ambient, work)
    }

    /// The same, where HubSpot has so many seconds for what is asked of it.
    package func hurried(_ seconds: Double) -> OrganizationServices {
        OrganizationServices(
            configuration: configuration, hubSpot: hubSpot.hurried(seconds), store: store, ambient: ambient, logger: logger,
            deadline: deadline, trace: trace, portals: portals)
    }
}
