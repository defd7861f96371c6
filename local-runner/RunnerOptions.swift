import ArgumentParser
import Deployment
import Foundation
import HostWorkers
import QueueEngines
import RelayCore
import Setup

/// What most commands need to find functions, samples, settings and state.
struct RunnerOptions: ParsableArguments {
    @OptionGroup var installation: InstallationOptions

    @Option(
        help: """
            The folder for queue and sessions. Default: STATE_DIRECTORY, else XDG_STATE_HOME/deskrelay, else \
            HOME/.local/state/deskrelay.
            """)
    var state: String?

    @Option(help: "A file of settings, NAME=VALUE a line, as `init` writes it. What the environment sets comes first.")
    var envFile: String?

    var executablesFolder: String { installation.executablesFolder }
    func root() throws -> String { try installation.root() }
    func readTemplate() throws -> DeploymentTemplate { try installation.readTemplate() }

    /// The runner's queue needs what functions are given: PostgreSQL's library reads variables of its own process. Before anything runs
    /// that might read them at the same time.
    func validate() {
        // What is wrong with the file is said where it is needed.
        for (name, value) in (try? settings()) ?? [:] where PostgresEnvironment.names.contains(name) {
            if ProcessInfo.processInfo.environment[name, default: ""].isEmpty { setenv(name, value, 1) }
        }
    }

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
        let folder = try stateFolder()
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw ValidationError("the state folder \(folder) cannot be made: \(Self.reason(error)); give another --state")
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileNoSuchFile?: "there is no folder for it"
        case .fileWriteFileExists?: "a file stands there"
        case .fileWriteNoPermission?: "this user may not write there"
        case .fileWriteVolumeReadOnly?: "nothing can be written there"
        case .fileWriteOutOfSpace?: "the disk is full"
        default: "the system refuses it"
        }
    }

    func queuePath() throws -> String { "\(try stateFolder())/queue.sqlite" }

    /// Where the runner's queue and history are.
    func queuePlace() throws -> QueuePlace { QueuePlace(try environment(), queuePath: try queuePath()) }

    /// The environment of the functions: this process's, what the settings file adds, and the store in the state folder where
    /// neither names one, nor a queue that others share. An empty variable of this process does not count.
    /// - Throws: ``ConfigurationFaults`` with every line of the file that cannot be read.
    func environment() throws -> [String: String] {
        var environment = ProcessInfo.processInfo.environment
        environment.merge(try settings()) { own, file in own.isEmpty ? file : own }
        if environment["STORE_URL", default: ""].isEmpty, ConfigurationFault.unsharedStore(environment) == nil {
            environment["STORE_URL"] = optionalStateFolder.map(StateFolder.storeURL(in:))
        }
        return environment
    }

    /// What is set for us and read by nothing.
    func strayKeys() throws -> [StrayKey] {
        let others = PostgresEnvironment.names.union(
            FunctionEnvironment.common + [StateFolder.ofService, StateFolder.ofUser]
                + ["dynamodb", "sqs"].flatMap(AWSVariables.all))
        return StrayKey.all(
            settings: try settings(), file: envFile, environment: ProcessInfo.processInfo.environment,
            others: others, references: FunctionEnvironment.references(try environment()))
    }

    private func settings() throws -> [String: String] {
        guard let envFile else { return [:] }
        guard let bytes = FileManager.default.contents(atPath: envFile), let text = String(validating: bytes, as: UTF8.self)
        else { throw ValidationError("\(envFile) cannot be read") }
        return try EnvironmentFile.parse(text, name: envFile)
    }
}
