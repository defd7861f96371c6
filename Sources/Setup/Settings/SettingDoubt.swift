import Foundation
import RelayCore

/// What may be wrong with a setting, though it is taken: it may be right tomorrow, or on another machine.
package enum SettingDoubt {
    /// A sentence for each, without a secret.
    /// - Parameter isFolder: Whether a folder is there.
    package static func all(
        _ settings: [String: String], isFolder: @escaping (String) -> Bool = SettingDoubt.folderIsThere
    ) -> [String] {
        let doubts: [(key: String, doubt: (String) -> String?)] = [
            (ConfigurationKeys.publicURL.name, address), (ConfigurationKeys.accessToken.name, token),
            (ConfigurationKeys.articlesPath.name, { isFolder($0) ? nil : "is no folder on this machine" }),
        ]
        return doubts.compactMap { key, doubt in
            guard let value = settings[key], !value.isEmpty else { return nil }
            return doubt(value).map { "\(key) \($0)." }
        }
    }

    package static func folderIsThere(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private static func address(_ value: String) -> String? {
        value.lowercased().hasPrefix("https://") ? nil : "is not https, and HubSpot calls no other address"
    }

    /// Source: https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/overview
    private static func token(_ value: String) -> String? {
        let areTokens = value.split(separator: ",").allSatisfy { $0.trimmed.hasPrefix("pat-") }
        return areTokens ? nil : "does not begin with pat-, as access tokens of an app's Auth tab do"
    }
}
