/// The ids of sessions: the same on every machine, so that two deliveries cannot make two sessions.
package enum SessionID {
    /// Of a HubSpot thread's session.
    package static func of(threadID: String, organization: String) -> String {
        "ses_\(ShortHash.of("\(organization)\u{0}\(threadID)", bytes: 10))"
    }

    /// Of the session of a conversation that HubSpot has no thread of.
    /// - Parameter key: The caller's own name for the conversation.
    package static func of(conversation key: String, organization: String) -> String {
        of(threadID: "conversation:\(key)", organization: organization)
    }
}
