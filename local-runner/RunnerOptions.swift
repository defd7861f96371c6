import ArgumentParser
import Foundation
import FunctionHost
import RelayCore
import Setup

/// What every command needs to find functions, samples and state.
struct RunnerOptions: ParsableArguments {
    @Option(help: "The deployment template. Default: template.yaml beside the executables or in their checkout.")
    var template: String?

    @Option(help: "The folder of the functions' executables. Default: the folder of this executable.")
    var executables: String?

    @Option(
        help: """
            The folder for queue and sessions. Default: STATE_DIRECTORY, else XDG_STATE_HOME/deskrelay, else \
            HOME/.local/state/deskrelay.
            """)
    var state: String?

    @Option(help: "A file of settings, NAME=VALUE a line, as `init` writes it. What the environment sets comes first.")
    var envFile: String?

    var executablesFolder: String { executables ?? Installation.executablesFolder }

    /// The folder of the template, which holds the samples in `functions`.
    func root() throws -> String { URL(fileURLWithPath: try templatePath()).deletingLastPathComponent().path }

    func readTemplate() throws -> DeploymentTemplate {
        let path = try templatePath()
        guard let bytes = FileManager.default.contents(atPath: path), let yaml = String(validating: bytes, as: UTF8.self)
        else { throw ValidationError("\(path) cannot be read") }
        return try DeploymentTemplate(yaml: yaml)
    }

    private func templatePath() throws -> String { try template ?? Installation.template(executables: executablesFolder) }

    // MARK: State

    /// Where samples keep their state, apart from a runner's; nil where there is no folder for state.
    var samplesStoreURL: String? { optionalStateFolder.map { StateFolder.storeURL(in: "\($0)/samples") } }

    private var optionalStateFolder: String? { state ?? StateFolder.path(ProcessInfo.processInfo.environment) }

    func stateFolder() throws -> String {
        guard let folder = optionalStateFolder else {
            throw ValidationError("no state folder: HOME is not set; give --state")
        }
        return folder
    }

    /// Makes the folder where there is none, for its owner alone.
    func makeStateFolder() throws {
        try FileManager.default.createDirectory(
            atPath: try stateFolder(), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    func queuePath() throws -> String { "\(try stateFolder())/queue.sqlite" }

    /// The environment of the functions: this process's, what the settings file adds, and the store in the state folder where
    /// neither names one. An empty variable of this process does not count.
    /// - Throws: ``ConfigurationFaults`` with every line of the file that cannot be read.
    func environment() throws -> [String: String] {
        var environment = ProcessInfo.processInfo.environment
        environment.merge(try settings()) { own, file in own.isEmpty ? file : own }
        if environment["STORE_URL", default: ""].isEmpty {
            environment["STORE_URL"] = optionalStateFolder.map(StateFolder.storeURL(in:))
        }
        return environment
    }

    private func settings() throws -> [String: String] {
        guard let envFile else { return [:] }
        guard let bytes = FileManager.default.contents(atPath: envFile), let text = String(validating: bytes, as: UTF8.self)
        else { throw ValidationError("\(envFile) cannot be read") }
        return try EnvironmentFile.parse(text, name: envFile)
    }
}
