import FoundationEssentials

/// What an organization allows the AI.
package struct DecisionPolicy: Sendable, Hashable {
    /// The HubSpot user that the AI speaks as: a number, without the `A-` of actor ids.
    package var aiUserID: String?
    /// Our app at HubSpot, by which our own messages are known.
    package var appID: String?
    /// The team's own e-mail domains, ready to compare; sub-domains belong to them.
    package let ownDomains: [String]
    /// The channels on which the AI answers by itself.
    package var autopilot: Set<ChannelKind>
    /// Drafts as internal comments instead of answers, whoever owns the thread.
    package var assistMode: Bool
    /// Only threads that are assigned to the AI's user.
    package var requireAssignment: Bool
    /// Whether a customer who writes again opens a closed conversation.
    package var reopens: Bool
    /// How many answers the AI gives on one thread within ``replyBudgetWindow`` while no person of the team writes.
    package var replyBudget: Int
    /// After how many seconds a customer is answered although newer messages keep coming; 0: never.
    package var longestWait: Double
    /// By which mail is known that no person wrote.
    let automaticMail: AutomaticMail

    /// Seconds
    package static let replyBudgetWindow: Double = 3600
    /// In a silence of so many seconds every answer that was under way has come.
    static let longSilence: Double = 600

    /// - Parameter ownDomains: As people write them: `Shop.example`, and also `@shop.example` or `*.shop.example`.
    package init(
        aiUserID: String?, appID: String? = nil, ownDomains: [String] = [], autopilot: Set<ChannelKind> = [.chat, .email],
        assistMode: Bool = false, requireAssignment: Bool = false, reopens: Bool = true, replyBudget: Int = 10,
        longestWait: Double = 30, automaticMail: AutomaticMail
    ) {
        self.aiUserID = aiUserID
        self.appID = appID
        self.ownDomains = ownDomains.map(Self.comparable)
        self.autopilot = autopilot
        self.assistMode = assistMode
        self.requireAssignment = requireAssignment
        self.reopens = reopens
        self.replyBudget = replyBudget
        self.longestWait = longestWait
        self.automaticMail = automaticMail
    }

    /// - Parameter appID: Ours at HubSpot, configured or learnt.
    package init(_ organization: OrganizationConfiguration, appID: String?, automaticMail: AutomaticMail) {
        self.init(
            aiUserID: organization[ConfigurationKeys.userID], appID: appID,
            ownDomains: organization[ConfigurationKeys.ownDomains],
            autopilot: Set(organization[ConfigurationKeys.autopilot].compactMap(ChannelKind.init(rawValue:))),
            assistMode: organization[ConfigurationKeys.assistMode],
            requireAssignment: organization[ConfigurationKeys.requireAssignment],
            reopens: organization[ConfigurationKeys.reopen], replyBudget: organization[ConfigurationKeys.replyBudget],
            longestWait: organization[ConfigurationKeys.longestWait], automaticMail: automaticMail)
    }
}

extension DecisionPolicy {
    /// Whether the AI may have a thread, by who owns it.
    package func mayHave(_ thread: ConversationThread) -> Bool { ownerObjection(to: thread) == nil }

    /// Why the AI may not have a thread, by who owns it.
    func ownerObjection(to thread: ConversationThread) -> ReasonCode? {
        guard let owner = thread.assignedTo else { return requireAssignment ? .ownerIsHuman : nil }
        return switch owner.kind {
        case .bot, .customerAgent: .otherAI
        // A bare number is tolerated, since the API does not promise the prefix here.
        case .agent, .unknown: owner.id == aiUserID ? nil : .ownerIsHuman
        case .email, .integration, .system, .visitor: .ownerIsHuman
        }
    }
}

// MARK: - Whose address

extension DecisionPolicy {
    /// The domains that HubSpot gives the addresses of its inboxes: what comes from there is forwarded mail of the team's.
    private static let inboxDomains = ["hs-inbox.com", "hubspot-inbox.com"]

    /// Whether an address is a colleague's, or a HubSpot inbox.
    package func isOwn(_ address: String) -> Bool { Self.isWithin(ownDomains + Self.inboxDomains, address) }

    /// Whether an address is a colleague's.
    func isColleague(_ address: String) -> Bool { Self.isWithin(ownDomains, address) }

    private static func isWithin(_ domains: [String], _ address: String) -> Bool {
        guard let domain = try? EmailAddress(address, path: "").domain.ascii else { return false }
        return domains.contains { domain == $0 || domain.hasSuffix(".\($0)") }
    }

    /// A configured domain in the form of ``DomainName``. What is no domain stays as it is and matches nothing.
    private static func comparable(_ text: String) -> String {
        var name = text.trimmed[...]
        for prefix in ["*", "@", "."] where name.hasPrefix(prefix) { name.removeFirst() }
        return (try? DomainName(String(name), path: "").ascii) ?? name.lowercased()
    }
}
