import RelayCore

/// What the token and the account are.
extension SimulatedPortal {
    /// Reads the token from the body, as HubSpot does for this call alone.
    func tokenInfo(_ request: APIRequest) throws(Refusal) -> APIReply {
        let body = try request.bodyReader()
        let token = try reading { try body.string("tokenKey") }
        guard token == settings.accessToken.reveal() else { throw .unauthorized }
        return .ok([
            "userId": .number(JSONNumber(settings.rep.userID)), "hubId": .number(JSONNumber(settings.portalID)),
            "appId": .number(JSONNumber(settings.appID)), "scopes": .array(settings.scopes.sorted().map(JSON.string)),
        ])
    }

    func accountDetails() -> APIReply {
        .ok([
            "portalId": .number(JSONNumber(settings.portalID)), "accountType": "STANDARD", "timeZone": "Etc/UTC",
            "companyCurrency": "USD", "additionalCurrencies": [], "utcOffset": "+00:00", "utcOffsetMilliseconds": 0,
            "uiDomain": "app.hubspot.com", "dataHostingLocation": "na1",
        ])
    }
}
