import HubSpotAPI
import RelayCore

/// Who gets conversations that are handed over.
enum AssigneeCheck {
    struct Place: Sendable {
        /// Where it stands: `HANDOFF_ROUTES[2].to`.
        let name: String
        let assignee: Assignee
    }

    static func places(_ organization: OrganizationConfiguration) -> [Place] {
        let routes = organization[ConfigurationKeys.handoffRoutes].enumerated().map { index, route in
            Place(name: "\(ConfigurationKeys.handoffRoutes.name)[\(index)].to", assignee: route.to)
        }
        let other = organization[ConfigurationKeys.handoffUser].map {
            Place(name: ConfigurationKeys.handoffUser.name, assignee: $0)
        }
        return routes + (other.map { [$0] } ?? [])
    }

    static let none = CheckLine.warning(
        "assignee", "nobody is named for handoffs: the thread is assigned to nobody, the ticket to the AI's user",
        fix: "Set HANDOFF_USER_ID, or HANDOFF_ROUTES.")

    static func line(_ place: Place, _ owner: Owner) -> CheckLine {
        let name = "assignee \(place.name)"
        guard owner.userID != nil else {
            return .warning(
                name, "\(owner.name ?? "owner \(owner.id)") is an owner without a user: gets the ticket, not the thread",
                fix: "Name a person where the thread should be assigned too.")
        }
        return .ok(name, "\(owner.name ?? ""), owner \(owner.id)")
    }

    /// - Parameters:
    ///   - problem: As the handoff would say it.
    ///   - owners: Who could be named instead.
    static func line(_ place: Place, problem: String, owners: [Owner]) -> CheckLine {
        let own = problem.hasPrefix("\(place.name): ") ? String(problem.dropFirst(place.name.count + 2)) : problem
        let named = if case .email(let address) = place.assignee { "\(address): \(own)" } else { own }
        return .fault("assignee \(place.name)", named, fix: "Set \(place.name) to \(choices(owners)).")
    }

    /// How many people a fix names.
    private static let shown = 10

    private static func choices(_ owners: [Owner]) -> String {
        let people = owners.compactMap { owner in owner.userID.map { "\($0) “\(owner.name ?? owner.email ?? owner.id)”" } }
        guard !people.isEmpty else { return "a user of the account" }
        let more = people.count > shown ? ", or another user" : ""
        return "one of: \(people.prefix(shown).joined(separator: ", "))\(more)"
    }
}
