import RelayCore

/// What the token and the account are.
extension SimulatedPortal {
    /// Reads the token from the body, as HubSpot does for this call alone.
    func tokenInfo(_ request: APIRequest) throws(PortalError) -> APIReply {
        let body = try request.bodyReader()
        let token = try reading { try body.string("tokenKey") }
        guard let scopes = scopes(of: Secret(token)) else { throw .unauthorized }
        return .ok([
            "userId": .number(JSONNumber(settings.rep.userID)), "hubId": .number(JSONNumber(settings.portalID)),
            "appId": .number(JSONNumber(settings.appID)), "scopes": .array(scopes.sorted().map(JSON.string)),
        ])
    }

    func accountDetails() -> APIReply {
        .ok([
            "portalId": .number(JSONNumber(settings.portalID)), "accountType": "STANDARD", "timeZone": "Etc/UTC",
            "companyCurrency": "USD", "additionalCurrencies": [], "utcOffset": "+00:00", "utcOffsetMilliseconds": 0,
            "uiDomain": "app.hubspot.com", "dataHostingLocation": "na1",
        ])
    }

    /// The day ends at midnight in the account's time zone, which is UTC here.
    func dailyUsage(_ request: APIRequest) -> APIReply {
        let day = RateMeter.day(of: ambient.now())
        return .ok([
            "results": [
                [
                    "name": "private-apps-api-calls-daily", "fetchStatus": "SUCCESS",
                    "usageLimit": .number(JSONNumber(settings.rateLimits.daily)),
                    "currentUsage": .number(JSONNumber(request.callsToday)),
                    "collectedAt": .string(Timestamp.rfc3339(ambient.now())),
                    "resetsAt": .string(Timestamp.rfc3339(RateMeter.end(ofDay: day))),
                ]
            ]
        ])
    }
}
