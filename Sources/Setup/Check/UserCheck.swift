import HubSpotAPI
import RelayCore

/// Whom the AI writes as.
enum UserCheck {
    /// What a number is that is no user's.
    enum OtherKind: Sendable, Hashable {
        /// Of the user, where it has one.
        case owner(userID: String?)
        case formerUser
        case portal
        case app
        case contact
        case nothing
    }

    static let name = "user"

    /// - Parameter actor: The user in the inbox; nil: HubSpot knows none.
    static func line(_ id: String, _ owner: Owner, actor: Actor?) -> CheckLine {
        let person = "\(owner.name ?? "user \(id)"), user \(id), owner \(owner.id)"
        guard actor != nil else {
            return .fault(
                name, "\(person): the inbox has no agent A-\(id), so nothing can be sent as it",
                fix: "Give the user a seat with access to conversations (Settings > Users & Teams).")
        }
        return .ok(name, "\(person), actor A-\(id)")
    }

    static func line(_ id: String, _ kind: OtherKind) -> CheckLine {
        let find = "Open the user in Settings > Users & Teams, and take \(SetupQuestion.userPlace)."
        return switch kind {
        case .owner(let userID?):
            .fault(name, "\(id) is an owner's id, not a user's", fix: "Set HUBSPOT_USER_ID to \(userID), the user of that owner.")
        case .owner(nil): .fault(name, "\(id) is the id of an owner that is no user", fix: find)
        case .formerUser: .fault(name, "user \(id) was deactivated in HubSpot", fix: "Choose a user who is active. \(find)")
        case .portal: .fault(name, "\(id) is the portal's id, not a user's", fix: find)
        case .app: .fault(name, "\(id) is the app's id, not a user's", fix: find)
        case .contact: .fault(name, "\(id) is a contact's id, not a user's", fix: find)
        case .nothing: .fault(name, "HubSpot has no user \(id)", fix: find)
        }
    }
}
