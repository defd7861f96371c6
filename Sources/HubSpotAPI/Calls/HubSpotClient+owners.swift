import RelayCore

/// Owners: what tickets are assigned to.
extension HubSpotClient {
    package func owner(id: String) async throws(HubSpotError) -> Owner? { try await owner(id, []) }

    /// The owner of a user: tickets are assigned to owners, and messages are sent by users.
    package func owner(userID: String) async throws(HubSpotError) -> Owner? {
        try await owner(userID, [("idProperty", "userId")])
    }

    /// An owner who was deactivated: HubSpot shows those apart from the others.
    package func formerOwner(id: String) async throws(HubSpotError) -> Owner? { try await owner(id, [("archived", "true")]) }

    package func formerOwner(userID: String) async throws(HubSpotError) -> Owner? {
        try await owner(userID, [("idProperty", "userId"), ("archived", "true")])
    }

    private func owner(_ id: String, _ query: [(String, String)]) async throws(HubSpotError) -> Owner? {
        let operation = "read the owner"
        guard let json = try await find(Request(operation: operation, path: paths.owner(id), query: query)) else { return nil }
        return try read(operation) { () throws(FieldError) in try Owner(json: json) }
    }

    /// The first active ones, a hundred at most.
    package func owners() async throws(HubSpotError) -> [Owner] {
        try await pages("list the owners", paths.owners, [("limit", "100")], limit: 1) { json throws(FieldError) in
            try Owner(json: json)
        }
    }

    /// The active owner with the address, in any case.
    package func owner(email: String) async throws(HubSpotError) -> Owner? { try await owner(email, isFormer: false) }

    package func formerOwner(email: String) async throws(HubSpotError) -> Owner? { try await owner(email, isFormer: true) }

    private func owner(_ email: String, isFormer: Bool) async throws(HubSpotError) -> Owner? {
        let query = [("email", email), ("limit", "100")] + (isFormer ? [("archived", "true")] : [])
        let owners = try await pages("search the owner by address", paths.owners, query, limit: 5) {
            json throws(FieldError) in try Owner(json: json)
        }
        return owners.first { $0.email?.lowercased() == email.lowercased() }
    }
}
