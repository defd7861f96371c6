import FoundationEssentials

/// What an organization allows the AI.
package struct DecisionPolicy: Sendable, Hashable {
    /// The HubSpot user that the AI speaks as: a number, without the `A-` of actor ids.
    package var aiUserID: String?
    /// Our app at HubSpot, by which our own messages are known.
    package var appID: String?
    /// Which addresses are the team's.
    package let own: OwnAddresses
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
    /// What mail programs put before the subject of a mail that is forwarded, in lower case: `fwd`.
    let forwardPrefixes: Set<String>

    /// Seconds
    package static let replyBudgetWindow: Double = 3600
    /// In a silence of so many seconds every answer that was under way has come.
    static let longSilence: Double = 600

    package init(
        aiUserID: String?, appID: String? = nil, own: OwnAddresses = OwnAddresses(),
        autopilot: Set<ChannelKind> = [.chat, .email], assistMode: Bool = false, requireAssignment: Bool = false,
        reopens: Bool = true, replyBudget: Int = 10, longestWait: Double = 30, automaticMail: AutomaticMail,
        forwardPrefixes: Set<String> = []
    ) {
        self.aiUserID = aiUserID
        self.appID = appID
        self.own = own
        self.autopilot = autopilot
        self.assistMode = assistMode
        self.requireAssignment = requireAssignment
        self.reopens = reopens
        self.replyBudget = replyBudget
        self.longestWait = longestWait
        self.automaticMail = automaticMail
        self.forwardPrefixes = forwardPrefixes
    }

    /// - Parameters:
    ///   - appID: Ours at HubSpot, configured or learnt.
    ///   - mailboxes: Those of the portal, as far as they are known.
    package init(
        _ organization: OrganizationConfiguration, appID: String?, mailboxes: [String] = [], automaticMail: AutomaticMail,
        forwardPrefixes: Set<String> = []
    ) {
        self.init(
            aiUserID: organization[ConfigurationKeys.userID], appID: appID,
            own: OwnAddresses(domains: organization[ConfigurationKeys.ownDomains], mailboxes: mailboxes),
            autopilot: Set(organization[ConfigurationKeys.autopilot].compactMap(ChannelKind.init(rawValue:))),
            assistMode: organization[ConfigurationKeys.assistMode],
            requireAssignment: organization[ConfigurationKeys.requireAssignment],
            reopens: organization[ConfigurationKeys.reopen], replyBudget: organization[ConfigurationKeys.replyBudget],
            longestWait: organization[ConfigurationKeys.longestWait], automaticMail: automaticMail,
            forwardPrefixes: forwardPrefixes)
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
