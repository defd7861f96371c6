import Deployment
import Foundation
import HostCore
import Logging
import RelayCore

/// A wrong command line.
struct UsageError: Error {
    let problem: String
}

/// The command line and the environment of `function-host`, read.
struct ContainerOptions: Sendable {
    let environment: [String: String]
    private(set) var printsManifest = false
    private var function: String
    private var template: String?
    private var executables: String?

    /// - Throws: ``UsageError``
    init(_ arguments: [String], environment: [String: String]) throws(UsageError) {
        self.environment = environment
        function = environment[ConfigurationKeys.function.name] ?? ""
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--manifest": printsManifest = true
            case "--template": template = try Self.value(of: argument, &rest)
            case "--executables": executables = try Self.value(of: argument, &rest)
            case _ where argument.hasPrefix("-"): throw UsageError(problem: "\(argument) is not known")
            default: function = argument
            }
        }
        if function.isEmpty, !printsManifest { throw UsageError(problem: "the function is missing") }
    }

    private static func value(of option: String, _ rest: inout ArraySlice<String>) throws(UsageError) -> String {
        guard let value = rest.popFirst() else { throw UsageError(problem: "\(option) needs a value") }
        return value
    }

    /// - Throws: ``HostError`` or `TemplateError` for what is missing or cannot be read.
    func settings() async throws -> ContainerSettings {
        let manifest = template == nil ? FileManager.default.contents(atPath: "\(folder)/\(FunctionCatalog.manifestName)") : nil
        let catalog =
            if let manifest { try FunctionCatalog(manifest: Array(manifest), folder: folder) } else { try await described() }
        return ContainerSettings(function: function, catalog: catalog, environment: environment)
    }

    /// What the template and the functions say; of the one function alone where only that is wanted.
    func described() async throws -> FunctionCatalog {
        let path = template ?? "\(folder)/template.yaml"
        guard let bytes = FileManager.default.contents(atPath: path) else { throw HostError("\(path) cannot be read") }
        let template = try DeploymentTemplate(yaml: String(decoding: bytes, as: UTF8.self))
        // With a queue for each, which of them takes what is emitted must be known.
        let needsAll = printsManifest || environment[ConfigurationKeys.queueURL.name]?.isEmpty == false
        let catalog = try await FunctionCatalog(template, folder: folder, only: needsAll ? nil : function)
        guard !catalog.functions.isEmpty else {
            let known = template.functions.map(\.name).joined(separator: ", ")
            throw HostError("there is no function \(function); there are \(known)")
        }
        return catalog
    }

    /// The functions' executables are where this one is.
    private var folder: String {
        if let executables { return executables }
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent().path
    }

    /// As the function's own; what is wrong with its configuration is said at the start.
    var logger: Logger {
        let keys = try? Configuration.load(
            [
                .optional(ConfigurationKeys.organization), .optional(ConfigurationKeys.logLevel),
                .optional(ConfigurationKeys.logFormat),
            ], environment: environment.filter { $0.key != ConfigurationKeys.relayConfig.name }, readFile: { _ in [] })
        return Logger.relay(
            label: "function-host", level: keys?[ConfigurationKeys.logLevel] ?? "info",
            format: keys?[ConfigurationKeys.logFormat] ?? ConfigurationKeys.logFormat.defaultValue)
    }
}
