import RelayCore

/// What HubSpot says of an access token.
package struct TokenInfo: Sendable, Hashable {
    package let portalID: String
    package let appID: String
    package let scopes: [String]

    init(json: JSON) throws(FieldError) {
        let reader = try ObjectReader(json, path: "token")
        portalID = try reader.id("hubId")
        appID = try reader.id("appId")
        scopes = (json["scopes"]?.array ?? []).compactMap(\.string)
    }
}

/// The account that a token belongs to.
///
/// Source: https://developers.hubspot.com/docs/api-reference/account-account-info-v3/guide
package struct AccountDetails: Sendable, Hashable {
    package let portalID: String
    /// `STANDARD`, `DEVELOPER_TEST`, `SANDBOX`, …
    package let accountType: String?
    /// A name of the time zone database: `Europe/Amsterdam`. HubSpot's daily limit starts anew at its midnight.
    package let timeZone: String?
    /// Where people open the account: `app.hubspot.com`, `app-eu1.hubspot.com`.
    package let uiDomain: String?
    /// Where HubSpot keeps the account's data: `na1`, `eu1`.
    package let region: String?

    init(json: JSON) throws(FieldError) {
        portalID = try ObjectReader(json, path: "account").id("portalId")
        accountType = json["accountType"]?.string
        timeZone = json["timeZone"]?.string
        uiDomain = json["uiDomain"]?.string
        region = json["dataHostingLocation"]?.string
    }
}
