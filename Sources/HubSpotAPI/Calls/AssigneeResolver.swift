import RelayCore

/// Finds the owner that configuration means. A number of the wrong kind is told, and not guessed at: a user's id and an
/// owner's id may both be somebody's.
package struct AssigneeResolver {
    private let hubSpot: HubSpotClient

    package init(hubSpot: HubSpotClient) { self.hubSpot = hubSpot }

    /// - Parameter source: Where the assignee stands: `HANDOFF_ROUTES[2].to`.
    /// - Throws: `no-owner`, which says what is wrong.
    package func owner(_ assignee: Assignee, _ source: String) async throws -> Owner {
        let owner =
            switch assignee {
            case .user(let id): try await hubSpot.owner(userID: id)
            case .owner(let id): try await hubSpot.owner(id: id)
            case .email(let address): try await hubSpot.owner(email: address)
            }
        if let owner { return owner }
        let fault = try await problem(assignee)
        throw Stop(.failed(.noOwner, "\(source): \(fault)"))
    }

    private func problem(_ assignee: Assignee) async throws -> String {
        let other: Owner? =
            switch assignee {
            case .user(let id): try await hubSpot.owner(id: id)
            case .owner(let id): try await hubSpot.owner(userID: id)
            case .email: nil
            }
        if other == nil, try await isOfFormer(assignee) { return Self.left(assignee) }
        return Self.problem(assignee, other: other)
    }

    /// Whether it is somebody's who was deactivated in HubSpot.
    private func isOfFormer(_ assignee: Assignee) async throws -> Bool {
        let former =
            switch assignee {
            case .user(let id): try await hubSpot.formerOwner(userID: id)
            case .owner(let id): try await hubSpot.formerOwner(id: id)
            case .email(let address): try await hubSpot.formerOwner(email: address)
            }
        return former != nil
    }

    private static func left(_ assignee: Assignee) -> String {
        let named =
            switch assignee {
            case .user(let id): "user \(id)"
            case .owner(let id): "owner \(id)"
            case .email: "the person with this e-mail address"
            }
        return "\(named) has left: deactivated in HubSpot"
    }

    /// What is wrong with an assignee that is nobody's.
    /// - Parameter other: Whose the number is as an id of the other kind.
    package static func problem(_ assignee: Assignee, other: Owner?) -> String {
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
