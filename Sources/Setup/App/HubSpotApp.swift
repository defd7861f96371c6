import HubSpotAPI
import RelayCore

/// The files of a HubSpot app for one account, ready for `hs project upload`: a project app that is distributed privately and has a
/// static token.
///
/// Sources: https://developers.hubspot.com/docs/apps/developer-platform/add-features/configure-webhooks and the templates in
/// https://github.com/HubSpot/hubspot-project-components
package struct HubSpotApp: Sendable {
    package let name: String
    /// Where HubSpot sends webhooks. Holds the organization's token.
    package let targetURL: String
    package let subscriptions: [WebhookSubscription]
    /// Whom the account's administrators ask; nil: nobody is named.
    package let supportEmail: String?
    package let platformVersion: String

    /// Requests that HubSpot makes at once.
    private static let concurrency = 10

    package init(
        name: String, targetURL: String, subscriptions: [WebhookSubscription], supportEmail: String?, platformVersion: String
    ) {
        self.name = name
        self.targetURL = targetURL
        self.subscriptions = subscriptions
        self.supportEmail = supportEmail
        self.platformVersion = platformVersion
    }

    /// By path in the project's folder.
    package var files: [String: JSON] {
        ["hsproject.json": project, "src/app/app-hsmeta.json": app, "src/app/webhooks/webhooks-hsmeta.json": webhooks]
    }

    private var project: JSON {
        ["name": .string(name), "srcDir": "src", "platformVersion": .string(platformVersion)]
    }

    private var app: JSON {
        var config: JSONObject = [
            "name": .string(name), "description": "Answers customers in the shared inbox, and hands over to people.",
            "distribution": "private",
            "auth": [
                "type": "static", "requiredScopes": .array(ScopeTable.scopes.map(JSON.string)), "optionalScopes": [],
                "conditionallyRequiredScopes": [],
            ],
            "permittedUrls": ["fetch": [], "iframe": [], "img": []],
        ]
        if let supportEmail { config["support"] = ["supportEmail": .string(supportEmail)] }
        return ["uid": "deskrelay_app", "type": "app", "config": .object(config)]
    }

    private var webhooks: JSON {
        var sections: JSONObject = ["legacyCrmObjects": []]
        for section in WebhookSubscription.Section.allCases {
            sections[section.rawValue] = .array(subscriptions.filter { $0.section == section }.map(\.json))
        }
        return [
            "uid": "deskrelay_webhooks", "type": "webhooks",
            "config": [
                "settings": ["targetUrl": .string(targetURL), "maxConcurrentRequests": .number(JSONNumber(Self.concurrency))],
                "subscriptions": .object(sections),
            ],
        ]
    }
}
