/// What an organization allows the AI.
package struct DecisionPolicy: Sendable, Hashable {
    /// The HubSpot user that the AI speaks as.
    package var aiUserID: String?
    /// Our app at HubSpot, by which our own messages are known.
    package var appID: String?
    /// The team's own e-mail domains, lower-case; sub-domains belong to them.
    package var ownDomains: [String]
    /// The channels on which the AI answers by itself.
    package var autopilot: Set<ChannelKind>
    /// Drafts as internal comments instead of answers, whoever owns the thread.
    package var assistMode: Bool
    /// Only threads that are assigned to the AI's user.
    package var requireAssignment: Bool

    package init(
        aiUserID: String?, appID: String? = nil, ownDomains: [String] = [], autopilot: Set<ChannelKind> = [.chat, .email],
        assistMode: Bool = false, requireAssignment: Bool = false
    ) {
        self.aiUserID = aiUserID
        self.appID = appID
        self.ownDomains = ownDomains.map { $0.lowercased() }
        self.autopilot = autopilot
        self.assistMode = assistMode
        self.requireAssignment = requireAssignment
    }

    /// - Parameter appID: Ours at HubSpot, configured or learnt.
    package init(_ organization: OrganizationConfiguration, appID: String?) {
        self.init(
            aiUserID: organization[ConfigurationKeys.userID], appID: appID,
            ownDomains: organization[ConfigurationKeys.ownDomains],
            autopilot: Set(organization[ConfigurationKeys.autopilot].compactMap(ChannelKind.init(rawValue:))),
            assistMode: organization[ConfigurationKeys.assistMode],
            requireAssignment: organization[ConfigurationKeys.requireAssignment])
    }

    /// The domains that HubSpot itself sends mail of its inboxes from.
    private static let hubSpotDomains = ["hs-inbox.com", "hubspot-inbox.com"]

    /// Whether an address is a colleague's, or a HubSpot inbox.
    package func isOwn(_ address: String) -> Bool {
        guard let at = address.lastIndex(of: "@") else { return false }
        var domain = address[address.index(after: at)...].lowercased()
        if domain.hasSuffix(".") { domain.removeLast() }
        return (ownDomains + Self.hubSpotDomains).contains { domain == $0 || domain.hasSuffix(".\($0)") }
    }
}
