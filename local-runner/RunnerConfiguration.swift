import Foundation
import FunctionHost
import Logging
import RelayCore

/// What `serve` itself reads. What is wrong with it is kept, so that it can be said together with what is wrong for the functions.
struct RunnerConfiguration {
    /// Without the keys that are the runner's alone and wrong: a host can be made, and ask the functions.
    let environment: [String: String]
    private let values: Configuration?
    private var faults: [ConfigurationFault]

    private static let runnersAlone = ConfigurationKeys.hostKeys.map(\.name)

    init(_ environment: [String: String]) {
        do throws(ConfigurationFaults) {
            values = try Configuration.load(
                [
                    .optional(ConfigurationKeys.logLevel), .optional(ConfigurationKeys.logFormat),
                    .optional(ConfigurationKeys.organization),
                ] + ConfigurationKeys.hostKeys.map { KeyUse(definition: $0, isRequired: false) }, environment: environment,
                readFile: { Array(try Data(contentsOf: URL(fileURLWithPath: $0))) })
            faults = []
            self.environment = environment
        } catch {
            values = nil
            faults = error.faults
            let wrong = Set(error.faults.map(\.key)).intersection(Self.runnersAlone)
            self.environment = environment.filter { !wrong.contains($0.key) }
        }
        if let fault = ConfigurationFault.unsharedStore(environment) { faults.append(fault) }
    }

    var port: Int { values?[ConfigurationKeys.port] ?? ConfigurationKeys.port.defaultValue }

    /// Says nothing where it is configured wrongly: the command that ends over that says all of it.
    var logger: Logger {
        Logger.relay(
            label: "local-runner", level: values?[ConfigurationKeys.logLevel] ?? "off",
            format: values?[ConfigurationKeys.logFormat] ?? ConfigurationKeys.logFormat.defaultValue)
    }

    /// What is wrong where the server and the one of `ADMIN_PORT` would have one port.
    /// - Parameter port: Of the server, where the command line gives it.
    func sharedPort(_ port: Int?) -> [ConfigurationFault] {
        func number(_ key: KeyDefinition) -> Int? { environment[key.name].flatMap { Int($0) } }
        let own = port ?? number(ConfigurationKeys.port.definition) ?? ConfigurationKeys.port.defaultValue
        return LocalHost.Settings.sharedPort(number(ConfigurationKeys.adminPort.definition), own).map { [$0] } ?? []
    }

    /// Its own faults and those of the functions, each key's once.
    func faults(with others: [ConfigurationFault]) -> [ConfigurationFault] {
        faults + others.filter { other in !faults.contains { $0.key == other.key && $0.organization == other.organization } }
    }
}
