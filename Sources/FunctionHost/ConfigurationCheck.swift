import Deployment
import Foundation
import HostWorkers
import Logging
import RelayCore

/// What the functions find wrong with a configuration, asked without a host: another one may be running.
package enum ConfigurationCheck {
    /// - Parameters:
    ///   - executables: The folder of the functions' executables.
    ///   - environment: What the functions' configuration is taken from.
    ///   - makesStore: False: functions that open their store get one for the check alone.
    /// - Throws: ``HostError`` that names a function that is missing.
    package static func faults(
        _ template: DeploymentTemplate, executables: String, environment: [String: String], makesStore: Bool, ambient: Ambient,
        logger: Logger
    ) async throws -> [ConfigurationFault] {
        let catalog = try await FunctionCatalog(template, folder: executables)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("deskrelay-check-\(ambient.uniqueID())")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        var environment = environment
        // Nor do they make the usual file where the store must not be that.
        if !makesStore || ConfigurationFault.unsharedStore(environment) != nil {
            environment[ConfigurationKeys.storeURL.name] = StateFolder.storeURL(in: folder.path)
        }
        let workers = Workers(
            catalog.functions.map(\.worker), environment: environment, presences: folder.path, ambient: ambient,
            logger: logger, onLog: nil)
        await workers.check()
        return workers.configurationFaults
    }
}
