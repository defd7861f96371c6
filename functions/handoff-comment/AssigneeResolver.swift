import Conversations
import HubSpotAPI
import RelayCore

/// Finds the owner that configuration means. A number of the wrong kind is told, and not guessed at: a user's id and an
/// owner's id may both be somebody's.
struct AssigneeResolver {
    let hubSpot: HubSpotClient

    /// - Parameter source: Where the assignee stands: `HANDOFF_ROUTES[2].to`.
    func owner(_ assignee: Assignee, _ source: String) async throws -> Owner {
        let owner =
            switch assignee {
            case .user(let id): try await hubSpot.owner(userID: id)
            case .owner(let id): try await hubSpot.owner(id: id)
            case .email(let address): try await hubSpot.owner(email: address)
            }
        if let owner { return owner }
        let other: Owner? =
            switch assignee {
            case .user(let id): try await hubSpot.owner(id: id)
            case .owner(let id): try await hubSpot.owner(userID: id)
            case .email: nil
            }
        throw Stop(.skipped(.noOwner, "\(source): \(Self.problem(assignee, other: other))"))
    }

    /// What is wrong with an assignee that is nobody's.
    /// - Parameter other: Whose the number is as an id of the other kind.
    static func problem(_ assignee: Assignee, other: Owner?) -> String {
        switch (assignee, other) {
        case (.user(let id), let owner?):
            if let user = owner.userID {
                "\(id) is an owner id; the user of that owner is \(user): write \(user), or owner:\(id)"
            } else {
                "\(id) is the id of an owner without a user: write owner:\(id)"
            }
        case (.owner(let id), let owner?):
            "\(id) is a user id; the owner of that user is \(owner.id): write owner:\(owner.id), or \(id)"
        case (.user(let id), nil): "HubSpot has no user and no owner \(id)"
        case (.owner(let id), nil): "HubSpot has no owner and no user \(id)"
        case (.email, _): "HubSpot has no owner with this e-mail address"
        }
    }
}
