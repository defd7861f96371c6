import Foundation
import HostWorkers
import Logging
import RelayCore

/// What the functions find wrong with a configuration, asked without a host: another one may be running.
package enum ConfigurationCheck {
    /// - Parameters:
    ///   - executables: The folder of the functions' executables.
    ///   - environment: What the functions' configuration is taken from.
    /// - Throws: ``HostError`` that names a function that is missing.
    package static func faults(
        _ template: DeploymentTemplate, executables: String, environment: [String: String], ambient: Ambient, logger: Logger
    ) async throws -> [ConfigurationFault] {
        let catalog = try await FunctionCatalog(template, folder: executables)
        let presences = FileManager.default.temporaryDirectory.appendingPathComponent("deskrelay-check-\(ambient.uniqueID())")
        try FileManager.default.createDirectory(
            at: presences, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: presences) }
        let workers = Workers(
            catalog.functions.map(\.worker), environment: environment, presences: presences.path, ambient: ambient,
            logger: logger, onLog: nil)
        await workers.check()
        return workers.configurationFaults
    }
}
