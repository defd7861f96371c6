import RelayCore

/// Whose token it is.
extension HubSpotClient {
    /// Portal, app and scopes of the access token.
    package func tokenInfo() async throws(HubSpotError) -> TokenInfo {
        let operation = "read the token's portal and app"
        let json = try await send(Request(operation: operation, method: "POST", path: paths.tokenInfo, body: [:]))
        return try read(operation) { () throws(FieldError) in try TokenInfo(json: json) }
    }

    package func accountDetails() async throws(HubSpotError) -> AccountDetails {
        let operation = "read the account's details"
        let json = try await send(Request(operation: operation, path: paths.accountDetails))
        return try read(operation) { () throws(FieldError) in try AccountDetails(json: json) }
    }
}
