import Logging
import RelayCore

/// Inboxes, their channel accounts, and the people on threads.
extension HubSpotClient {
    package func inboxes() async throws(HubSpotError) -> [Inbox] {
        try await pages("read the inboxes", paths.inboxes, [], limit: 10) { json throws(FieldError) in try Inbox(json: json) }
    }

    /// Whether HubSpot takes comments on the threads of an inbox: on those of a help desk it refuses them since 23 September 2026,
    /// and wants notes on the ticket instead. An inbox that HubSpot does not tell of is taken for an ordinary one.
    /// Source: https://developers.hubspot.com/changelog/tag/api and HubSpot's guide to the legacy conversations API
    package func takesComments(inboxID: String?) async -> Bool {
        guard let inboxID else { return true }
        if let isHelpDesk = memory.isHelpDesk(inboxID) { return !isHelpDesk }
        do {
            memory.learn(try await inboxes())
        } catch {
            logger.notice("HubSpot did not tell of its inboxes", metadata: ["code": "\(error.reasonCode.rawValue)"])
        }
        return memory.isHelpDesk(inboxID) != true
    }

    /// - Parameter inboxID: nil for those of every inbox.
    package func channelAccounts(inboxID: String?) async throws(HubSpotError) -> [ChannelAccount] {
        try await pages(
            "read the channel accounts", paths.channelAccounts, inboxID.map { [("inboxId", $0)] } ?? [], limit: 10
        ) { json throws(FieldError) in try ChannelAccount(json: json) }
    }

    /// Who the ids stand for, in HubSpot's order. Ids that HubSpot does not know are left out.
    package func actors(_ ids: [ActorID]) async throws(HubSpotError) -> [Actor] {
        let operation = "read the actors"
        let unique = ids.reduce(into: [ActorID]()) { unique, id in if !unique.contains(id) { unique.append(id) } }
        var actors: [Actor] = []
        for start in stride(from: 0, to: unique.count, by: 100) {
            let batch = unique[start..<min(start + 100, unique.count)]
            // A POST that reads. Where some ids are unknown, HubSpot answers 207 with the others.
            let answer = try await send(
                Request(
                    operation: operation, method: "POST", path: paths.actorsBatch,
                    body: ["inputs": .array(batch.map { .string($0.text) })]))
            for element in try results(operation, answer) {
                actors.append(try read(operation) { () throws(FieldError) in try Actor(json: element) })
            }
        }
        return actors
    }
}
