import Conversations
import HubSpotAPI
import RelayCore

/// Gives ticket and thread to a person. What somebody has already, they keep.
struct Assignment {
    let scene: HandoffScene

    private var configuration: OrganizationConfiguration { scene.services.configuration }
    private var resolver: AssigneeResolver { AssigneeResolver(hubSpot: scene.hubSpot) }

    /// The first route that fits, else the default; with where it stands.
    private func target() async throws -> (assignee: Assignee, source: String) {
        let customData = try await scene.services.sessions.customData(of: scene.session)
        let facts = HandoffRoute.Facts(
            channel: scene.channel, language: scene.language, sentiment: scene.sentiment,
            customData: customData.reduce(into: [:]) { $0[$1.property] = $1.value })
        for (index, route) in configuration[ConfigurationKeys.handoffRoutes].enumerated() where route.fits(facts) {
            return (route.to, "\(ConfigurationKeys.handoffRoutes.name)[\(index)].to")
        }
        if let standard = configuration[ConfigurationKeys.handoffUser] {
            return (standard, ConfigurationKeys.handoffUser.name)
        }
        if let user = configuration[ConfigurationKeys.userID] { return (.user(user), ConfigurationKeys.userID.name) }
        throw Stop(.skipped(.noOwner, "neither HANDOFF_USER_ID nor HUBSPOT_USER_ID is set"))
    }

    // MARK: The ticket

    /// Who has the ticket now: its owner, else the one that it was given to.
    /// - Parameter ticketID: nil where there is none: then this is only who the thread is for.
    func owner(ticketID: String?) async throws -> Owner {
        var current: String?
        if let ticketID {
            let ticket = try await scene.hubSpot.ticket(id: ticketID, properties: ["hubspot_owner_id"])
            current = ticket.properties["hubspot_owner_id"].flatMap { $0.isEmpty ? nil : $0 }
        }
        if let current, let person = try await person(ownerID: current) { return person }
        let (assignee, source) = try await target()
        let owner = try await resolver.owner(assignee, source)
        if let ticketID, owner.id != current {
            try await scene.write {
                try await scene.hubSpot.updateTicket(id: ticketID, properties: ["hubspot_owner_id": owner.id])
            }
        }
        return owner
    }

    /// nil for the AI's own user: what it has, is given to a person. An owner that HubSpot no longer knows is a person.
    private func person(ownerID: String) async throws -> Owner? {
        let owner = try await scene.hubSpot.owner(id: ownerID)
        guard let owner else {
            throw Stop(.skipped(.noOwner, "HubSpot does not know the ticket's owner \(ownerID), who keeps the ticket"))
        }
        if let user = owner.userID, user == configuration[ConfigurationKeys.userID] { return nil }
        return owner
    }

    // MARK: The thread

    /// Gives the thread to the owner's user, unless a person has it: whoever has it now. nil for nobody: a queue has no
    /// user, and what the AI's user has, the AI would answer.
    func threadAssignee(_ owner: Owner) async throws -> String? {
        guard let threadID = scene.reading?.thread.id, let user = owner.userID else { return nil }
        let actor = ActorID.agent(userID: user)
        guard actor != scene.aiActor else { return nil }
        let thread = try await scene.hubSpot.thread(threadID)
        if let current = thread.assignedTo, current.kind == .agent, current != scene.aiActor { return current.text }
        try await scene.write {
            _ = try await scene.hubSpot.assignThread(threadID, to: actor)
        }
        return actor.text
    }
}
