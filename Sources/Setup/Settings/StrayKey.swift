import RelayCore

/// A setting that nothing reads: mostly a misspelt key, and what it was to do is not done.
package struct StrayKey: Sendable, Hashable {
    package let name: String
    /// The settings file that it stands in; nil: the environment.
    package let file: String?
    package let problem: String
    /// What to do.
    package let fix: String

    /// For people, without the value.
    package var says: String { "\(file.map { "\($0): " } ?? "")\(name) \(problem)" }

    /// The same among what is wrong with a configuration, where something is.
    package var fault: ConfigurationFault {
        ConfigurationFault(key: name, problem: "\(problem)\(file.map { " (\($0))" } ?? ""). \(fix)")
    }

    /// - Parameters:
    ///   - settings: Of the settings file: every name in it is meant for us.
    ///   - environment: Of this process: most of it is not, so that a name counts only where it is nearly a key.
    ///   - others: Names that something else reads.
    ///   - references: Names that the file of `RELAY_CONFIG` refers to; nil where no such file is read.
    package static func all(
        settings: [String: String], file: String?, environment: [String: String], others: Set<String>,
        references: Set<String>?
    ) -> [StrayKey] {
        let others = others.union(references ?? [])
        func find(_ values: [String: String], _ file: String?, _ isMeant: (String) -> Bool) -> [StrayKey] {
            values.keys.sorted().filter { !others.contains($0) }.compactMap { name in
                if let scope = scopes[name] { return references != nil && scope == .organization ? ignored(name, file) : nil }
                return isMeant(name) ? unknown(name, file) : nil
            }
        }
        return find(settings, file) { _ in true }
            + find(environment.filter { !$0.value.isEmpty }, nil) { name in
                ConfigurationKeys.nearest(to: name) != nil && (name.utf8.count >= sureLength || words.contains(firstWord(name)))
            }
    }

    /// Of a name this long or longer, to be nearly a key is no chance.
    private static let sureLength = 8
    private static let scopes = Dictionary(uniqueKeysWithValues: ConfigurationKeys.all.map { ($0.name, $0.scope) })
    private static let words = Set(ConfigurationKeys.all.map { firstWord($0.name) })

    private static func firstWord(_ name: String) -> String { String(name.prefix { $0 != "_" }) }

    private static func unknown(_ name: String, _ file: String?) -> StrayKey {
        let fix =
            ConfigurationKeys.nearest(to: name).map { "Did you mean \($0)?" } ?? "Remove it, or look the key up in README.md."
        return StrayKey(name: name, file: file, problem: "is no key, and nothing reads it", fix: fix)
    }

    private static func ignored(_ name: String, _ file: String?) -> StrayKey {
        StrayKey(
            name: name, file: file, problem: "counts for nothing beside RELAY_CONFIG",
            fix: "Set it in the file that RELAY_CONFIG names.")
    }
}
