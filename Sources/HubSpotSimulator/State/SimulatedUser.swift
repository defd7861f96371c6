import RelayCore

/// A user of the portal, and the owner that stands for it in the CRM.
package struct SimulatedUser: Sendable, Hashable {
    package var userID: Int
    package var ownerID: Int
    package var firstName: String
    package var lastName: String
    package var email: String
    /// Whether the user can be given work; a deactivated one is an archived owner.
    package var isActive = true
    /// Whether the user may write in the inbox; one without a seat is no agent there.
    package var hasSeat = true

    package init(userID: Int, ownerID: Int, firstName: String, lastName: String, email: String, isActive: Bool = true) {
        self.userID = userID
        self.ownerID = ownerID
        self.firstName = firstName
        self.lastName = lastName
        self.email = email
        self.isActive = isActive
    }

    package var actorID: String { "A-\(userID)" }
    var name: String { "\(firstName) \(lastName)" }
}

/// An access token of the app.
package struct SimulatedToken: Sendable, Hashable {
    package var value: Secret
    package var scopes: Set<String>

    package init(_ value: Secret, scopes: Set<String> = APIScope.all) {
        self.value = value
        self.scopes = scopes
    }
}
