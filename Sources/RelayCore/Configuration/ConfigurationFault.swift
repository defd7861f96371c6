/// One thing wrong with the configuration.
package struct ConfigurationFault: Error, Hashable, Sendable, CustomStringConvertible {
    package let key: String
    package let organization: String?
    package let problem: String

    package init(key: String, organization: String? = nil, problem: String) {
        self.key = key
        self.organization = organization
        self.problem = problem
    }

    package var description: String {
        guard let organization else { return "\(key) \(problem)" }
        return "\(key) (organization \(organization)) \(problem)"
    }
}

/// Everything that is wrong with the configuration, reported together.
package struct ConfigurationFaults: Error, Sendable, CustomStringConvertible {
    package let faults: [ConfigurationFault]

    package init(_ faults: [ConfigurationFault]) { self.faults = faults }

    package var description: String { faults.map(\.description).joined(separator: "; ") }
}
