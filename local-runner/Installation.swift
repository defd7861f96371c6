import ArgumentParser
import Foundation
import FunctionHost

/// Finds what belongs to the runner, from whatever folder it is started: links are resolved, the working directory is not asked.
enum Installation {
    private static let templateName = "template.yaml"

    /// Where this executable is, and the functions' beside it.
    static var executablesFolder: String {
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent().path
    }

    /// Beside the executables where they are installed; in the checkout where they were built in one.
    /// - Throws: what was looked for, when there is none.
    static func template(executables: String) throws -> String {
        let installed = "\(executables)/\(templateName)"
        if FileManager.default.fileExists(atPath: installed) { return installed }
        var folder = URL(fileURLWithPath: executables)
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let isCheckout = FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path)
            let template = folder.appendingPathComponent(templateName).path
            if isCheckout, FileManager.default.fileExists(atPath: template) { return template }
        }
        throw ValidationError(
            "no \(templateName): it is neither at \(installed) nor beside a Package.swift above it; give --template")
    }
}
