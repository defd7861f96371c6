import ArgumentParser
import Deployment
import HostSurface

extension DeploymentTemplate {
    /// Where HubSpot's webhooks are taken: the first path with `{organization}` and `{token}`; nil where there is none.
    var webhookRoute: String? {
        functions.flatMap(\.routes).map(\.path).first { $0.contains("{organization}") && $0.contains("{token}") }
    }

    func neededWebhookRoute() throws -> String {
        guard let webhookRoute else { throw ValidationError("the template has no path with {organization} and {token}") }
        return webhookRoute
    }
}
