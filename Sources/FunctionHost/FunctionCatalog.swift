import Foundation
import RelayCore
import Subprocess
import SystemPackage

/// A function as the host knows it: where its executable is, what it takes, what it reads.
package struct HostedFunction: Sendable {
    package let name: String
    package let executable: String
    package let takes: [EventTypePattern]
    package let configurationKeys: [String]
    package let settings: DeploymentTemplate.Function
}

/// The functions of a deployment, and which of them takes an event.
package struct FunctionCatalog: Sendable {
    package let functions: [HostedFunction]

    /// Of what a function may say of itself, in bytes.
    private static let outputLimit = 1024 * 1024

    /// Asks each executable in `folder` to describe itself.
    /// - Throws: ``HostError`` that names the function that is missing or does not describe itself.
    package init(_ template: DeploymentTemplate, folder: String) async throws(HostError) {
        var functions: [HostedFunction] = []
        for settings in template.functions {
            let executable = "\(folder)/\(settings.name)"
            guard FileManager.default.isExecutableFile(atPath: executable) else {
                throw HostError("\(settings.name): no executable in \(folder); build the package first (swift build)")
            }
            functions.append(try await Self.describe(settings, executable))
        }
        self.functions = functions
    }

    /// The functions that take events of the type. Each gets the event.
    package func takers(of type: String) -> [HostedFunction] {
        functions.filter { function in function.takes.contains { $0.matches(type) } }
    }

    package func function(named name: String) -> HostedFunction? { functions.first { $0.name == name } }

    private static func describe(_ settings: DeploymentTemplate.Function, _ executable: String) async throws(HostError)
        -> HostedFunction
    {
        let configuration = Configuration(
            executable: .path(FilePath(executable)), arguments: ["--describe"], environment: .custom([:]))
        guard let run = try? await Subprocess.run(configuration, output: .bytes(limit: outputLimit)) else {
            throw HostError("\(settings.name): could not be started")
        }
        guard run.terminationStatus.isSuccess, let json = try? JSON.parse(run.standardOutput),
            let takes = json["takes"]?.array, let keys = json["configuration"]?.array
        else { throw HostError("\(settings.name): does not describe itself (--describe)") }
        return HostedFunction(
            name: settings.name, executable: executable, takes: takes.compactMap(\.string).map { EventTypePattern($0) },
            configurationKeys: keys.compactMap { $0["key"]?.string }, settings: settings)
    }
}

/// What keeps a host from starting.
package struct HostError: Error, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
