import Foundation
import HostSurface
import RelayCore

extension FunctionCatalog {
    /// What each address of a function asks for before a body is read, by the keys that its function reads.
    /// - Parameter environment: What the functions' configuration is taken from.
    func admission(_ environment: [String: String]) -> (HostedFunction, Route) -> Admission {
        func read(_ use: KeyUse) -> Configuration? {
            try? Configuration.load(
                [use, .optional(ConfigurationKeys.organization)], environment: environment)
        }
        let webhooks = read(.optional(ConfigurationKeys.webhookURLKey))?[ConfigurationKeys.webhookURLKey] ?? []
        let api = read(.optional(ConfigurationKeys.relayAPIKey))
        return { function, route in
            func asks(_ name: String, _ parameters: String...) -> Bool {
                function.configurationKeys.contains(name) && parameters.allSatisfy { route.path.contains("{\($0)}") }
            }
            if asks(ConfigurationKeys.webhookURLKey.name, "organization", "token") {
                return webhooks.isEmpty ? .closed : .webhookToken(keys: webhooks)
            }
            if asks(ConfigurationKeys.relayAPIKey.name, "organization") {
                guard let api else { return .closed }
                return .bearer(keys: api.organizations.mapValues { $0[ConfigurationKeys.relayAPIKey] })
            }
            return .open
        }
    }
}
