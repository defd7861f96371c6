import HubSpotAPI

/// What to click for those who have a legacy private app: new accounts cannot make one any more.
///
/// Source: https://developers.hubspot.com/changelog/legacy-private-app-creation-sunset
package enum LegacyApp {
    /// - Parameter needsSecrets: Whether token and secret are yet to be copied.
    package static func steps(targetURL: String, subscriptions: [WebhookSubscription], needsSecrets: Bool) -> [String] {
        let copying =
            needsSecrets
            ? ["Auth: copy the access token to HUBSPOT_ACCESS_TOKEN and the client secret to HUBSPOT_CLIENT_SECRET."] : []
        return [
            "In HubSpot open Settings > Integrations > Legacy Apps, and your private app, or create one.",
            "Scopes: tick each of these:\n" + list(ScopeTable.scopes.filter { $0 != "oauth" }),
            "Webhooks: set the target URL to\n    \(targetURL)",
            "Webhooks: set the event throttling to 100.",
            "Webhooks: tick the expanded object support, and create these subscriptions:\n" + list(subscriptions.map(\.label)),
            "Webhooks: click Commit changes. Before that no subscription is active.",
        ] + copying
    }

    private static func list(_ lines: [String]) -> String { lines.map { "    \($0)" }.joined(separator: "\n") }
}
