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

    /// - Parameter problem: As the handoff would say it.
    static func line(_ place: Place, problem: String) -> CheckLine {
        let own = problem.hasPrefix("\(place.name): ") ? String(problem.dropFirst(place.name.count + 2)) : problem
        return .fault("assignee \(place.name)", own, fix: "Change \(place.name).")
    }
}
