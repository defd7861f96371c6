import RelayCore

/// Who is called, and what for: the organization, the operation, and the session where the address names one.
struct APIAddress {
    let organization: String
    let operation: APIOperation
    let sessionID: String?

    /// By the route of the deployment's table; a host without one calls the path that `template.yaml` has.
    init?(_ request: HTTPRequestEvent) {
        let segments = (request.route ?? request.path).split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if request.route != nil {
            guard let start = segments.firstIndex(of: "{organization}") else { return nil }
            let tail = segments[(start + 1)...]
            let parameter = tail.first { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
            self.init(
                request.pathParameters["organization"], tail.map { $0.hasPrefix("{") ? "{id}" : $0 },
                sessionID: parameter.flatMap { request.pathParameters[$0] })
        } else {
            guard segments.count > 3, segments.starts(with: ["", "ai"]) else { return nil }
            var (tail, sessionID) = (Array(segments[3...]), String?.none)
            if tail.count > 1, tail[0] == "sessions" { (sessionID, tail[1]) = (tail[1], "{id}") }
            self.init(segments[2], tail, sessionID: sessionID)
        }
    }

    private init?(_ organization: String?, _ tail: [String], sessionID: String?) {
        guard let organization, !organization.isEmpty, let operation = APIOperation(rawValue: tail.joined(separator: "/"))
        else { return nil }
        if tail.contains("{id}"), sessionID.map(Identifier.isValid) != true { return nil }
        self.organization = organization
        self.operation = operation
        self.sessionID = sessionID
    }
}
