import Conversations
import RelayCore

/// Which messages had their turn, or have it before them: as their events' claims and the turns' outcomes tell.
struct GivenTurns {
    private let services: OrganizationServices

    init(_ services: OrganizationServices) { self.services = services }

    func isGiven(on messageID: String, threadID: String) async throws -> Bool {
        if try await services.store.turnOutcome(threadID: threadID, messageID: messageID) != nil { return true }
        let turn = ConversationTurnEvent(threadID: threadID, messageID: messageID, due: nil)
        let missed = MissedMessageEvent(threadID: threadID, messageID: messageID)
        let own = RelayEvent.source(organization: services.name)
        // A turn that ended quietly has no outcome; and each message is found once.
        for id in [turn.factID(orElse: ""), missed.factID(orElse: "")] {
            if try await services.store.resultLine(of: EventIdentity(source: own, id: id)) != nil { return true }
        }
        return try await isWaiting(messageID, threadID)
    }

    /// Whether a webhook told of the message, and its turn was emitted: the host has it, however long it waits. (Of a message
    /// that HubSpot did not show then, none was.)
    private func isWaiting(_ messageID: String, _ threadID: String) async throws -> Bool {
        guard let portalID = await services.portalID() else { return false }
        let arrival = EventIdentity(
            source: HubSpotEvent.source(portalID: portalID),
            id: WebhookObject.newMessageID(threadID: threadID, messageID: messageID))
        guard let line = try await services.store.resultLine(of: arrival) else { return false }
        return (try? JSON.parse(line))?["events"]?.array?.isEmpty == false
    }
}
