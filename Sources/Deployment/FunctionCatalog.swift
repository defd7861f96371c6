import Foundation
import HostCore
import HostDelivery
import HostSurface
import HostWorkers
import RelayCore
import Subprocess
import SystemPackage

/// A function as the host knows it: where its executable is, what it takes, what it reads.
package struct HostedFunction: Sendable {
    package let name: String
    package let executable: String
    package let takes: [EventTypePattern]
    package let emits: [EventTypePattern]
    package let configurationKeys: [String]
    package let settings: DeploymentTemplate.Function
}

extension HostedFunction {
    package var worker: FunctionExecutable {
        FunctionExecutable(
            name: name, path: executable, configurationKeys: configurationKeys, timeout: settings.timeout,
            workers: settings.workers, eventsAtOnce: settings.eventsPerWorker)
    }

    /// Its events that come from the queue: an HTTP request waits for its answer, and is never queued.
    package var lane: Lane {
        Lane(
            function: name, takes: takes.filter { $0.text != HTTPRequestEvent.type }, concurrency: settings.workers,
            maximumReceives: settings.maximumReceives)
    }
}

/// The functions of a deployment, and which of them takes an event.
package struct FunctionCatalog: Sendable {
    /// Addresses, and who answers whom there.
    package typealias Routes = [(route: Route, function: String, admission: Admission)]

    package let functions: [HostedFunction]

    package init(_ functions: [HostedFunction]) { self.functions = functions }

    /// Of what a function may say of itself, in bytes.
    private static let outputLimit = 1024 * 1024

    /// Asks each executable in `folder` to describe itself.
    /// - Parameter name: Of the only function that is wanted; nil: all.
    /// - Throws: ``HostError`` that names the function that is missing or does not describe itself.
    package init(_ template: DeploymentTemplate, folder: String, only name: String? = nil) async throws(HostError) {
        var functions: [HostedFunction] = []
        for settings in template.functions where name == nil || name == settings.name {
            let executable = "\(folder)/\(settings.name)"
            guard FileManager.default.isExecutableFile(atPath: executable) else {
                throw HostError("\(settings.name): no executable in \(folder); build the package first (swift build)")
            }
            functions.append(try await Self.describe(settings, executable))
        }
        self.functions = functions
    }

    /// Which functions take an event from the queue.
    package var routing: EventRouting { EventRouting(functions.map(\.lane)) }

    /// Whether any function emits what this one takes, so that it has a queue.
    package func isFed(_ function: HostedFunction) -> Bool {
        functions.contains { other in
            other.emits.contains { emitted in function.lane.takes.contains { $0.meets(emitted) } }
        }
    }

    /// The HTTP addresses of the functions.
    /// - Throws: ``HostError`` that names a function with an address that takes no HTTP requests.
    package func routes(_ environment: [String: String]) throws(HostError) -> Routes {
        let admission = admission(environment)
        var routes: [(Route, String, Admission)] = []
        for function in functions where !function.settings.routes.isEmpty {
            guard function.takes.contains(where: { $0.matches(HTTPRequestEvent.type) }) else {
                throw HostError("\(function.name): has a route in the template, but does not take \(HTTPRequestEvent.type)")
            }
            routes += function.settings.routes.map { ($0, function.name, admission(function, $0)) }
        }
        return routes
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
            let takes = json["takes"]?.array, let emits = json["emits"]?.array, let keys = json["configuration"]?.array
        else { throw HostError("\(settings.name): does not answer --describe") }
        return HostedFunction(
            name: settings.name, executable: executable, takes: Self.patterns(takes), emits: Self.patterns(emits),
            configurationKeys: keys.compactMap { $0["key"]?.string }, settings: settings)
    }

    private static func patterns(_ texts: [JSON]) -> [EventTypePattern] {
        texts.compactMap(\.string).map { EventTypePattern($0) }
    }
}
