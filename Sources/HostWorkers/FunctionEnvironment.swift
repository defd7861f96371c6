import Foundation
import RelayCore

/// The environment of a worker: the keys that its function declares, nothing else of the host's, and what makes it a worker.
package enum FunctionEnvironment {
    /// What any process may need, and what is no secret.
    package static let common = ["PATH", "TZ", "LANG", "LC_ALL", "TMPDIR", "HOME", "SSL_CERT_FILE", "SSL_CERT_DIR"]

    /// A worker that crashes prints neither its registers nor its stack, which may hold what customers wrote.
    private static let backtrace = ["SWIFT_BACKTRACE": "enable=no"]

    /// - Parameter presence: The file by which others see that the worker lives.
    static func select(
        for function: FunctionExecutable, from environment: [String: String], presence: String
    ) -> [String: String] {
        let keys = Set(function.configurationKeys)
        var names = keys.union(common)
        names.formUnion(references(environment) { keys.contains($0) } ?? [])
        if keys.contains(ConfigurationKeys.storeURL.name) {
            // Password file, certificates and the like of a store in PostgreSQL.
            names.formUnion(PostgresEnvironment.names)
            // Region and credentials of one in DynamoDB.
            if environment[ConfigurationKeys.storeURL.name]?.hasPrefix("dynamodb:") == true {
                names.formUnion(AWSVariables.all(for: "dynamodb"))
            }
        }
        return environment.filter { names.contains($0.key) }.merging(backtrace) { $1 }
            .merging([FunctionMain.workerVariable: presence]) { $1 }
    }

    /// The variables that the configuration file refers to.
    /// - Parameter isWanted: Whether a key's variable counts.
    /// - Returns: nil where there is no such file, or it cannot be read.
    package static func references(
        _ environment: [String: String], of isWanted: (_ key: String) -> Bool = { _ in true }
    ) -> Set<String>? {
        guard let path = environment[ConfigurationKeys.relayConfig.name], let bytes = FileManager.default.contents(atPath: path),
            let file = try? JSON.parse(bytes)
        else { return nil }
        let organizations = (file["organizations"]?.object ?? [:]).values.map { $0 }
        var names: Set<String> = []
        for members in organizations + [file["defaults"] ?? [:]] {
            for (key, value) in members.object ?? [:] where isWanted(key) {
                if let name = value["env"]?.string { names.insert(name) }
            }
        }
        return names
    }
}
