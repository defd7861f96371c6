import ArgumentParser
import Foundation
import Operations
import RelayCore
import Subprocess
import SystemPackage

/// Lets somebody change JSON in the editor of their choice.
enum EditedText {
    static func json(_ json: JSON) async throws -> JSON {
        let environment = ProcessInfo.processInfo.environment
        guard let editor = environment["VISUAL"] ?? environment["EDITOR"], !editor.isEmpty else {
            throw ValidationError("VISUAL or EDITOR must name an editor")
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("deskrelay-edit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("data.json")
        try Data(json.indented().utf8).write(to: file)
        // An editor may come with arguments of its own: `code --wait`.
        let run = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", "exec \(editor) \"$1\"", "sh", file.path],
            input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
            output: .fileDescriptor(.standardOutput, closeAfterSpawningProcess: false),
            error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
        guard run.terminationStatus.isSuccess else { throw ended("the editor ended with an error; nothing is queued") }
        do {
            return try JSON.parse(Array(try Data(contentsOf: file)))
        } catch {
            throw ended("the edited text is not JSON; nothing is queued")
        }
    }
}
