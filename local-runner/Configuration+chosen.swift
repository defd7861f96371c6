import ArgumentParser
import RelayCore

extension Configuration {
    /// The organization of a name that somebody gave; without one that of `ORGANIZATION`, else the one of events that name none.
    /// Needs `ORGANIZATION` among the keys.
    /// - Throws: where it is not configured, with the names of those that are.
    func chosen(_ name: String?) throws -> OrganizationConfiguration {
        let usual = self[ConfigurationKeys.organization]
        if let name, let given = organizations[name] { return given }
        if name == nil, let own = organizations[usual] ?? organization(named: nil) { return own }
        let known = organizations.keys.sorted().joined(separator: ", ")
        throw ValidationError("no organization \(name ?? usual) is configured; the organizations are \(known)")
    }
}
