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

extension ConfigurationFault {
    package var json: JSON {
        ["key": .string(key), "organization": .optional(organization), "problem": .string(problem)]
    }

    /// nil where it is none.
    package init?(json: JSON) {
        guard let key = json["key"]?.string, let problem = json["problem"]?.string else { return nil }
        self.init(key: key, organization: json["organization"]?.string, problem: problem)
    }
}

/// Everything that is wrong with the configuration, reported together.
package struct ConfigurationFaults: Error, Sendable, CustomStringConvertible {
    package let faults: [ConfigurationFault]

    package init(_ faults: [ConfigurationFault]) { self.faults = faults }

    package var description: String { faults.map(\.description).joined(separator: "; ") }

    /// The name of the member of a result's data that holds them one by one.
    package static let member = "faults"
}
