import ArgumentParser
import Foundation
import FunctionHost

/// What every command needs to find the functions.
struct RunnerOptions: ParsableArguments {
    @Option(help: "The description of the deployment.")
    var template = "template.yaml"

    @Option(help: "Where the functions' executables are; by default where this one is.")
    var executables: String?

    @Option(help: "Where queue and sessions are kept.")
    var state = ".deskrelay"

    var executablesFolder: String {
        executables ?? URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent().path
    }

    var queuePath: String { "\(state)/queue.sqlite" }

    func readTemplate() throws -> DeploymentTemplate {
        guard let bytes = FileManager.default.contents(atPath: template), let yaml = String(validating: bytes, as: UTF8.self)
        else {
            throw ValidationError("\(template) cannot be read")
        }
        return try DeploymentTemplate(yaml: yaml)
    }
}
