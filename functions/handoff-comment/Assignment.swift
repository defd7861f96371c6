import Conversations
import HubSpotAPI
import RelayCore

/// Gives ticket and thread to a person. What somebody has already, they keep, unless they left.
struct Assignment {
    let scene: HandoffScene

    /// Who gets a conversation, as far as is known.
    struct Outcome {
        /// nil where nobody was found.
        var owner: Owner?
        /// Assignees of the configuration that are nobody's.
        var notFound: [FunctionResult] = []
        /// What the colleague should know.
        var remark: String?
    }

    private var configuration: OrganizationConfiguration { scene.services.configuration }

    /// Every route that fits, then the default, with where each stands.
    private func targets() async throws -> [(assignee: Assignee, source: String)] {
        let customData = try await scene.services.sessions.customData(of: scene.session)
        let facts = HandoffRoute.Facts(
            channel: scene.channel, language: scene.language, sentiment: scene.sentiment,
            customData: customData.reduce(into: [:]) { $0[$1.property] = $1.value })
        var targets: [(Assignee, String)] = []
        for (index, route) in configuration[ConfigurationKeys.handoffRoutes].enumerated() where route.fits(facts) {
            targets.append((route.to, "\(ConfigurationKeys.handoffRoutes.name)[\(index)].to"))
        }
        if let standard = configuration[ConfigurationKeys.handoffUser] {
            targets.append((standard, ConfigurationKeys.handoffUser.name))
        }
        if targets.isEmpty, let user = configuration[ConfigurationKeys.userID] {
            targets.append((.user(user), ConfigurationKeys.userID.name))
        }
        if targets.isEmpty { throw Stop(.failed(.noOwner, "neither HANDOFF_USER_ID nor HUBSPOT_USER_ID is set")) }
        return targets
    }

    // MARK: The ticket

    /// Who has the ticket now: its owner, else the first of those that it should go to who is there.
    /// - Parameter ticketID: nil where there is none: then this is only who the thread is for.
    func assign(ticketID: String?) async throws -> Outcome {
        let current = try await currentOwnerID(ticketID)
        var outcome = Outcome()
        var left: String?
        if let current {
            if let owner = try await scene.hubSpot.owner(id: current) {
                if !isAI(owner) { return Outcome(owner: owner) }
            } else {
                let former = try await scene.hubSpot.formerOwner(id: current)?.name
                left = former.map { "\($0), who left" } ?? "owner \(current), whom HubSpot does not know any more"
            }
        }
        let resolver = AssigneeResolver(hubSpot: scene.hubSpot)
        for (assignee, source) in try await targets() where outcome.owner == nil {
            do {
                outcome.owner = try await resolver.owner(assignee, source)
            } catch let stop as Stop where stop.result.code == .noOwner {
                outcome.notFound.append(stop.result)
            }
        }
        // A ticket of somebody who left stands in nobody's view.
        if let ticketID, outcome.owner?.id != current, outcome.owner != nil || left != nil {
            try await scene.write {
                try await scene.hubSpot.updateTicket(
                    id: ticketID, properties: ["hubspot_owner_id": outcome.owner?.id ?? ""])
            }
        }
        outcome.remark = left.map { "The ticket belonged to \($0); now it belongs to \(outcome.owner?.name ?? "nobody")." }
        return outcome
    }

    private func currentOwnerID(_ ticketID: String?) async throws -> String? {
        guard let ticketID else { return nil }
        let ticket = try await scene.hubSpot.ticket(id: ticketID, properties: ["hubspot_owner_id"])
        return ticket.properties["hubspot_owner_id"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What the AI's own user has, is given to a person.
    private func isAI(_ owner: Owner) -> Bool {
        owner.userID.map { $0 == configuration[ConfigurationKeys.userID] } ?? false
    }

    // MARK: The thread

    /// Gives the thread to the owner's user, unless a person has it: whoever has it now. nil for nobody: a queue has no
    /// user, and what the AI's user has, the AI would answer.
    func threadAssignee(_ owner: Owner) async throws -> String? {
        guard let threadID = scene.reading?.thread.id, let user = owner.userID else { return nil }
        let actor = ActorID.agent(userID: user)
        guard actor != scene.aiActor else { return nil }
        let thread = try await scene.hubSpot.thread(threadID)
        if let current = thread.assignedTo, current.kind == .agent, current != scene.aiActor, try await isThere(current) {
            return current.text
        }
        try await scene.write {
            _ = try await scene.hubSpot.assignThread(threadID, to: actor)
        }
        return actor.text
    }

    /// False for a person who left. Who cannot be asked for is taken to be there.
    private func isThere(_ person: ActorID) async throws -> Bool {
        do {
            return try await scene.hubSpot.owner(userID: person.id) != nil
        } catch {
            if error.isWorthRetrying { throw error }
            return true
        }
    }
}
