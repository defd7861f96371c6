/// The keys that there are, and the two that say where the others stand.
package struct KeyCatalog: Sendable {
    /// Called only for what needs them all: a function that starts makes no more keys than it reads.
    let all: @Sendable () -> [KeyDefinition]
    /// The name of the single organization that the environment configures.
    let organization: ConfigurationKey<String>
    /// The file that configures several.
    let file: ConfigurationKey<String?>
    /// What stands behind a name that is no key.
    var suggestion: @Sendable (String) -> String = { _ in "" }
}

extension Configuration {
    /// Reads the keys that a function declares, from the environment or from the file that the catalog's file key names.
    ///
    /// The file is JSON: `{"defaults":{KEY:value,…},"organizations":{"name":{KEY:value,…},…}}`. A value may be
    /// `{"env":"NAME"}` or `{"file":"path"}`; `{"secret":…}` is resolved by the host before it starts a function.
    /// With a file, organization keys come from the file alone, so that no tenant falls back on another's credentials.
    /// - Throws: ``ConfigurationFaults`` with every fault found; no value stands in it.
    package static func load(
        _ uses: [KeyUse], catalog: KeyCatalog, environment: @escaping (String) -> String?, readFile: (String) throws -> [UInt8]
    ) throws(ConfigurationFaults) -> Configuration {
        var loader = ConfigurationLoader(uses: uses, catalog: catalog, environment: environment)
        let configuration = loader.load(readFile: readFile)
        guard loader.faults.isEmpty else { throw ConfigurationFaults(loader.faults) }
        return configuration
    }
}

private struct ConfigurationLoader {
    let uses: [KeyUse]
    let catalog: KeyCatalog
    let environment: (String) -> String?
    var faults: [ConfigurationFault] = []

    init(uses: [KeyUse], catalog: KeyCatalog, environment: @escaping (String) -> String?) {
        self.uses = uses
        self.catalog = catalog
        self.environment = environment
    }

    mutating func load(readFile: (String) throws -> [UInt8]) -> Configuration {
        let deployment = read(.deployment, organization: nil, readFile: readFile) { [environment] in Self.text(environment($0)) }
        var organizations: [String: OrganizationConfiguration] = [:]
        if let path = environment(catalog.file.name), !path.isEmpty {
            let file = readOrganizations(path, readFile: readFile)
            for (name, members) in file.organizations {
                let values = read(.organization, organization: name, readFile: readFile) { members[$0] ?? file.defaults[$0] }
                organizations[name] = OrganizationConfiguration(name: name, values: values)
            }
        } else {
            let name = deployment[catalog.organization]
            if !OrganizationName.isValid(name) { fault(catalog.organization.name, nil, OrganizationName.rule) }
            let values = read(.organization, organization: nil, readFile: readFile) { [environment] in Self.text(environment($0))
            }
            organizations[name] = OrganizationConfiguration(name: name, values: values)
        }
        return Configuration(values: deployment, organizations: organizations)
    }

    /// An empty variable counts as unset: container platforms cannot unset what a template names.
    private static func text(_ variable: String?) -> JSON? {
        guard let variable, !variable.isEmpty else { return nil }
        return .string(variable)
    }

    private mutating func fault(_ key: String, _ organization: String?, _ problem: String) {
        faults.append(ConfigurationFault(key: key, organization: organization, problem: problem))
    }

    private mutating func read(
        _ scope: KeyScope, organization: String?, readFile: (String) throws -> [UInt8], lookUp: (String) -> JSON?
    ) -> KeyValues {
        var values: [String: any Sendable] = [:]
        for use in uses where use.definition.scope == scope {
            let name = use.definition.name
            guard let raw = lookUp(name), raw != .null else {
                if use.isRequired { fault(name, organization, "is missing") }
                continue
            }
            do {
                values[name] = try use.definition.parse(try resolve(raw, readFile: readFile))
            } catch {
                fault(name, organization, error.problem)
            }
        }
        // A key that is wrong is reported as wrong; it is not missing.
        let faulty = faults.filter { $0.organization == organization }.map(\.key)
        for use in uses where use.definition.scope == scope && values[use.definition.name] == nil {
            guard let condition = use.condition, !faulty.contains(use.definition.name), !faulty.contains(condition.key) else {
                continue
            }
            let other = values[condition.key].map { "\($0)" } ?? condition.defaultValue
            if condition.values.contains(other) {
                fault(use.definition.name, organization, "is missing: \(condition.why(other))")
            }
        }
        return KeyValues(uses: uses, values: values)
    }

    private func resolve(_ value: JSON, readFile: (String) throws -> [UInt8]) throws(ValueFault) -> JSON {
        guard case .object(let members) = value, members.count == 1, let (kind, target) = members.first else { return value }
        switch (kind, target.string) {
        case ("env", let name?):
            guard let resolved = Self.text(environment(name)) else { throw ValueFault("refers to an unset environment variable") }
            return resolved
        case ("file", let path?):
            guard let bytes = try? readFile(path), let text = String(validating: bytes, as: UTF8.self) else {
                throw ValueFault("refers to a file that cannot be read")
            }
            return .string(text.trimmed)
        case ("secret", _):
            throw ValueFault("refers to a secret store: the host must resolve it before it starts a function")
        default: return value
        }
    }

    private mutating func readOrganizations(
        _ path: String, readFile: (String) throws -> [UInt8]
    ) -> (defaults: JSONObject, organizations: [String: JSONObject]) {
        let key = catalog.file.name
        guard let bytes = try? readFile(path) else {
            fault(key, nil, "names a file that cannot be read")
            return ([:], [:])
        }
        do {
            let reader = try ObjectReader(try JSON.parse(bytes), path: "")
            let defaults = try reader.optionalObject("defaults")?.members ?? [:]
            let named = try reader.object("organizations")
            var organizations: [String: JSONObject] = [:]
            for name in named.members.keys.sorted() {
                organizations[name] = try named.object(name).members
            }
            if organizations.isEmpty { fault(key, nil, "names a file without organizations") }
            for name in organizations.keys.sorted() where !OrganizationName.isValid(name) {
                fault(key, name, "names a file with an organization whose name \(OrganizationName.rule)")
            }
            let scopes = Dictionary(uniqueKeysWithValues: catalog.all().map { ($0.name, $0.scope) })
            for name in Set(organizations.values.flatMap(\.keys)).union(defaults.keys).sorted() {
                switch scopes[name] {
                case .organization: break
                case .deployment: fault(name, nil, "belongs to the whole deployment: set it in the environment")
                case nil: fault(name, nil, "is not a configuration key\(catalog.suggestion(name))")
                }
            }
            return (defaults, organizations)
        } catch let error as JSONParseError {
            fault(key, nil, "names a file that is not JSON: \(error)")
        } catch {
            fault(key, nil, "names a file whose \(error)")
        }
        return ([:], [:])
    }
}
