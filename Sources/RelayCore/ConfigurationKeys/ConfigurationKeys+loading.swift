import FoundationEssentials

extension ConfigurationKeys {
    static let catalog = KeyCatalog(
        all: { all }, organization: organization, file: relayConfig, suggestion: { suggestion(for: $0) })
}

extension Configuration {
    /// Reads the keys that a function declares, of those that the product has.
    /// - Throws: ``ConfigurationFaults`` with every fault found; no value stands in it.
    package static func load(
        _ uses: [KeyUse], environment: @escaping (String) -> String?,
        readFile: (String) throws -> [UInt8] = Configuration.bytes(ofFile:)
    ) throws(ConfigurationFaults) -> Configuration {
        try load(uses, catalog: ConfigurationKeys.catalog, environment: environment, readFile: readFile)
    }

    package static func load(
        _ uses: [KeyUse], environment: [String: String], readFile: (String) throws -> [UInt8] = Configuration.bytes(ofFile:)
    ) throws(ConfigurationFaults) -> Configuration {
        try load(uses, environment: { environment[$0] }, readFile: readFile)
    }

    /// Of a file that a configuration names.
    package static func bytes(ofFile path: String) throws -> [UInt8] { try Array(Data(contentsOf: URL(filePath: path))) }
}

extension KeyUse {
    /// What every function reads.
    static let hostKeys: [KeyUse] = [
        .optional(ConfigurationKeys.logFormat), .optional(ConfigurationKeys.logLevel),
        .optional(ConfigurationKeys.maxInputBytes), .optional(ConfigurationKeys.organization),
        .optional(ConfigurationKeys.relayConfig),
    ]
}
