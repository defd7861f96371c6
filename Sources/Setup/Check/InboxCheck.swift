import HubSpotAPI
import RelayCore

/// The inboxes and what customers can write to.
enum InboxCheck {
    static func lines(
        _ inboxes: [Inbox], _ accounts: [ChannelAccount], autopilot: [String], isAssisting: Bool
    ) -> [CheckLine] {
        let inboxes = inboxes.filter { !$0.isArchived }
        guard !inboxes.isEmpty else {
            return [
                .fault(
                    "inbox", "the portal has no inbox", fix: "Make one in HubSpot, and connect a chat widget or a mailbox to it.")
            ]
        }
        let accounts = accounts.filter { !$0.isArchived }
        return inboxes.map { inbox in line(inbox, accounts.filter { $0.inboxID == inbox.id }) }
            + accounts.compactMap(ill) + (isAssisting ? [] : missing(autopilot, accounts))
    }

    private static func line(_ inbox: Inbox, _ accounts: [ChannelAccount]) -> CheckLine {
        let channels = accounts.map { "\(ChannelKind(channelID: $0.channelID).rawValue) “\($0.name)”" }
        let kind = inbox.isHelpDesk ? ", a help desk: the team gets notes on the ticket instead of comments" : ""
        return .ok(
            "inbox \(inbox.id)",
            "“\(inbox.name)”\(kind); \(channels.isEmpty ? "no channels" : channels.joined(separator: ", "))")
    }

    private static func ill(_ account: ChannelAccount) -> CheckLine? {
        let name = "channel \(account.id)"
        if !account.isAuthorized {
            return .fault(name, "“\(account.name)” is no longer authorized", fix: "Connect it again in HubSpot.")
        }
        if !account.isActive { return .warning(name, "“\(account.name)” is switched off", fix: "Switch it on in HubSpot.") }
        return nil
    }

    /// Channels on which the AI should answer, and the portal has none of.
    private static func missing(_ autopilot: [String], _ accounts: [ChannelAccount]) -> [CheckLine] {
        let there = Set(accounts.map { ChannelKind(channelID: $0.channelID).rawValue })
        return autopilot.filter { !there.contains($0) }.map { channel in
            .warning(
                "channel \(channel)", "AUTOPILOT names \(channel), and the portal has no such channel",
                fix: "Connect one in HubSpot, or take \(channel) out of AUTOPILOT.")
        }
    }
}
