import Deployment
import RelayCore

/// What a container's host goes by.
package struct ContainerSettings: Sendable {
    /// The function's name.
    package var function: String
    package var catalog: FunctionCatalog
    package var environment: [String: String]

    package init(function: String, catalog: FunctionCatalog, environment: [String: String]) {
        self.function = function
        self.catalog = catalog
        self.environment = environment
    }

    /// How many invocations AWS Lambda sends at once (Managed Instances).
    var lambdaConcurrency: Int { max(1, environment["AWS_LAMBDA_MAX_CONCURRENCY"].flatMap { Int($0) } ?? 1) }

    /// - Parameter usual: What the template says.
    /// - Returns: nil: as many as that.
    func workers(_ keys: Configuration, _ usual: Int) -> Int? {
        keys[ConfigurationKeys.workers] ?? (lambdaConcurrency > usual ? min(lambdaConcurrency, 64) : nil)
    }

    /// What the host itself reads.
    /// - Throws: ``ConfigurationFaults`` with everything that is wrong with it.
    func keys() throws(ConfigurationFaults) -> Configuration {
        // What belongs to organizations is the function's matter.
        let own = environment.filter { $0.key != ConfigurationKeys.relayConfig.name }
        return try Configuration.load(Self.keyUses, environment: own, readFile: { _ in [] })
    }

    package static let keyUses: [KeyUse] = [
        .optional(ConfigurationKeys.publicURL), .optional(ConfigurationKeys.port), .optional(ConfigurationKeys.eventsKey),
        .optional(ConfigurationKeys.eventsOpen), .optional(ConfigurationKeys.sink),
        .optional(ConfigurationKeys.sinkOverrides), .optional(ConfigurationKeys.sinkKey),
        .optional(ConfigurationKeys.containerQueueURL), .optional(ConfigurationKeys.workers),
        .optional(ConfigurationKeys.drainSeconds), .optional(ConfigurationKeys.function),
        .optional(ConfigurationKeys.logFormat), .optional(ConfigurationKeys.logLevel),
        .optional(ConfigurationKeys.organization),
    ]
}
