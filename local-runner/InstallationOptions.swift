import ArgumentParser
import Deployment
import Foundation

/// What every command needs to find functions and samples.
struct InstallationOptions: ParsableArguments {
    @Option(help: "The deployment template. Default: template.yaml beside the executables or in their checkout.")
    var template: String?

    @Option(help: "The folder of the functions' executables. Default: the folder of this executable.")
    var executables: String?

    var executablesFolder: String { executables ?? Installation.executablesFolder }

    /// The folder of the template, which holds the samples in `functions`.
    func root() throws -> String { URL(fileURLWithPath: try templatePath()).deletingLastPathComponent().path }

    func readTemplate() throws -> DeploymentTemplate {
        let path = try templatePath()
        guard let bytes = FileManager.default.contents(atPath: path), let yaml = String(validating: bytes, as: UTF8.self)
        else { throw ValidationError("\(path) cannot be read") }
        return try DeploymentTemplate(yaml: yaml)
    }

    /// - Throws: where the template has no function of the name.
    func check(function name: String) throws {
        let known = try readTemplate().functions.map(\.name)
        guard known.contains(name) else {
            throw ValidationError("unknown function \(name); the functions are \(known.joined(separator: ", "))")
        }
    }

    private func templatePath() throws -> String { try template ?? Installation.template(executables: executablesFolder) }
}
