import Console
import Deployment
import HostCore
import HostSurface
import Operations
import RelayCore

extension LocalHost {
    package struct Settings: Sendable {
        package var template: DeploymentTemplate
        /// Where the functions' executables are.
        package var executables: String
        /// The environment that the functions' configuration is taken from, and the host's own.
        package var environment: [String: String]
        package var queuePath: String
        package var address: String
        /// 0: any free one
        package var port: Int
        /// Whether the functions have been asked already what is wrong with their configuration, and found nothing.
        package var isChecked = false
        /// What callers together may take; nil: as many connections as this process can have beside its workers.
        package var limits: HostServer.Limits?
        /// The functions' sessions, for the console; nil: it shows none.
        package var sessions: SessionLookup?
        /// What the console is of; nil: what the host knows by itself.
        package var consoleInfo: ConsoleInfo?
        /// What the console says of the AI's decision on a thread; nil: nothing.
        package var explain: (@Sendable (_ threadID: String) async throws -> JSON)?
        /// The check of the set-up, as JSON, for the console; nil: it has none.
        package var check: (@Sendable () async throws -> JSON)?
        /// What stands below `/console` beside the page and its API, by name.
        package var consoleAdditions: [String: any ConsoleSurface] = [:]

        package init(
            template: DeploymentTemplate, executables: String, environment: [String: String], queuePath: String,
            address: String = "127.0.0.1", port: Int = 0
        ) {
            self.template = template
            self.executables = executables
            self.environment = environment
            self.queuePath = queuePath
            self.address = address
            self.port = port
        }
    }
}

extension LocalHost.Settings {
    func limits(_ catalog: FunctionCatalog) -> HostServer.Limits {
        let workers = catalog.functions.reduce(0) { $0 + $1.settings.workers }
        let connections = DescriptorLimit.connections(workers: workers, atMost: HostServer.Limits.mostConnections)
        return limits ?? HostServer.Limits(connections: connections)
    }

    /// What the host itself reads.
    /// - Throws: ``ConfigurationFaults`` with everything that is wrong with it.
    func keys() throws(ConfigurationFaults) -> Configuration {
        // What belongs to organizations is the functions' matter.
        let own = environment.filter { $0.key != ConfigurationKeys.relayConfig.name }
        let configuration = try Configuration.load(Self.keyUses, environment: own, readFile: { _ in [] })
        if let fault = Self.sharedPort(configuration[ConfigurationKeys.adminPort], port) { throw ConfigurationFaults([fault]) }
        return configuration
    }

    /// What is wrong where both servers would have one port; nil where they have two.
    package static func sharedPort(_ admin: Int?, _ port: Int) -> ConfigurationFault? {
        guard let admin, admin != 0, admin == port else { return nil }
        return ConfigurationFault(key: ConfigurationKeys.adminPort.name, problem: "must not be the port of the server")
    }

    private static let keyUses: [KeyUse] =
        [.optional(ConfigurationKeys.organization)]
        + ConfigurationKeys.hostKeys.map { KeyUse(definition: $0, isRequired: false) }
}
