import RelayCore

/// Whose webhook it is: what stands in the braces of `/webhooks/hubspot/{organization}/{token}`, wherever the route table puts
/// that. A host that has no route table calls the path as it is here.
struct WebhookAddress {
    let organization: String
    let token: String

    init?(_ request: HTTPRequestEvent) {
        var (organization, token) = (request.pathParameters["organization"], request.pathParameters["token"])
        if request.route == nil, organization == nil, token == nil {
            let parts = request.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 5, parts.starts(with: ["", "webhooks", "hubspot"]) else { return nil }
            (organization, token) = (parts[3], parts[4])
        }
        guard let organization, !organization.isEmpty, let token, !token.isEmpty else { return nil }
        self.organization = organization
        self.token = token
    }
}
