import HubSpotAPI
import RelayCore

/// Whose the access token is.
enum TokenCheck {
    /// - Parameters:
    ///   - name: `token`, or `second token` during rotation.
    ///   - account: nil where HubSpot did not tell.
    static func line(
        _ name: String, _ answer: Result<TokenInfo, HubSpotError>, account: AccountDetails?,
        configured organization: OrganizationConfiguration
    ) -> CheckLine {
        switch answer {
        case .success(let info): line(name, info, account, organization)
        case .failure(let error): line(name, error, account)
        }
    }

    private static func line(
        _ name: String, _ info: TokenInfo, _ account: AccountDetails?, _ organization: OrganizationConfiguration
    ) -> CheckLine {
        if let portal = organization[ConfigurationKeys.portalID], portal != info.portalID {
            return .fault(
                name, "is of portal \(info.portalID), and HUBSPOT_PORTAL_ID is \(portal): every event is skipped as wrong-portal",
                fix: "Set HUBSPOT_PORTAL_ID to \(info.portalID), or take the token of the app in portal \(portal).")
        }
        if let app = organization[ConfigurationKeys.appID], app != info.appID {
            return .fault(
                name, "is of app \(info.appID), and HUBSPOT_APP_ID is \(app): our own messages are taken for somebody else's",
                fix: "Set HUBSPOT_APP_ID to \(info.appID), or leave it out.")
        }
        return .ok(name, "portal \(info.portalID)\(details(account)), app \(info.appID)")
    }

    private static func line(_ name: String, _ error: HubSpotError, _ account: AccountDetails?) -> CheckLine {
        switch error.category {
        case .unauthorized:
            return .fault(
                name, "HubSpot refuses it", fix: "Copy the access token from the app's Auth tab to HUBSPOT_ACCESS_TOKEN.")
        case .connectionFailed, .unavailable, .outOfTime:
            return .fault(
                name, "HubSpot does not answer: \(error)",
                fix: "Check the network and HUBSPOT_API_BASE; where HubSpot is down, check again later.")
        default:
            let portal = account.map { "portal \($0.portalID)\(details($0)); " } ?? ""
            return .warning(
                name, "\(portal)HubSpot does not tell the app and the scopes: \(error)",
                fix: "Set HUBSPOT_APP_ID, which stands in the app's address in HubSpot, and compare the scopes by hand.")
        }
    }

    private static func details(_ account: AccountDetails?) -> String {
        let details = [account?.accountType, account?.region, account?.uiDomain].compactMap(\.self)
        return details.isEmpty ? "" : " (\(details.joined(separator: ", ")))"
    }
}
