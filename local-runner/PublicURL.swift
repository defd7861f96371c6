import ArgumentParser
import Foundation

/// Scheme and host that HubSpot calls: `PUBLIC_URL`.
enum PublicURL {
    /// - Returns: nil where it is not set.
    /// - Throws: when it is no such address: HubSpot signs what it calls, so every delivery would be refused.
    static func read(_ environment: [String: String]) throws -> String? {
        guard let text = environment["PUBLIC_URL"], !text.isEmpty else { return nil }
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme?.lowercased()), url.host?.isEmpty == false else {
            throw ValidationError("PUBLIC_URL must be scheme and host, for example https://relay.example.com")
        }
        return text
    }
}
