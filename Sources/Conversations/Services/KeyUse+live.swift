import RelayCore

extension KeyUse {
    /// What every function reads that talks to HubSpot and keeps state.
    package static let live: [KeyUse] = [
        .optional(ConfigurationKeys.storeURL), .required(ConfigurationKeys.accessToken), .optional(ConfigurationKeys.apiBase),
        .optional(ConfigurationKeys.apiEdition), .optional(ConfigurationKeys.appID), .optional(ConfigurationKeys.portalID),
        .optional(ConfigurationKeys.claimRetention), .optional(ConfigurationKeys.propertyMapping),
    ]

    /// What deciding whether the AI may speak reads, and giving it its turn.
    package static let decision: [KeyUse] = [
        .required(ConfigurationKeys.userID), .optional(ConfigurationKeys.autopilot), .optional(ConfigurationKeys.assistMode),
        .optional(ConfigurationKeys.requireAssignment), .optional(ConfigurationKeys.reopen),
        .optional(ConfigurationKeys.replyBudget), .optional(ConfigurationKeys.longestWait),
        .optional(ConfigurationKeys.ownDomains), .optional(ConfigurationKeys.emailDelay),
        .optional(ConfigurationKeys.chatDelay),
    ]
}
