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
        if let path = environment[ConfigurationKeys.relayConfig.name], let bytes = FileManager.default.contents(atPath: path),
            let file = try? JSON.parse(bytes)
        {
            names.formUnion(references(in: file, keys: keys))
        }
        return environment.filter { names.contains($0.key) }.merging(backtrace) { $1 }
            .merging([FunctionMain.workerVariable: presence]) { $1 }
    }

    /// The variables that the configuration file refers to for the function's own keys.
    private static func references(in file: JSON, keys: Set<String>) -> Set<String> {
        let organizations = (file["organizations"]?.object ?? [:]).values.map { $0 }
        var names: Set<String> = []
        for members in organizations + [file["defaults"] ?? [:]] {
            for (key, value) in members.object ?? [:] where keys.contains(key) {
                if let name = value["env"]?.string { names.insert(name) }
            }
        }
        return names
    }
}
