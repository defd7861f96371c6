import ArgumentParser
import Foundation
import HostWorkers
import Operations
import RelayCore
import Setup
import Subprocess
import SystemPackage

/// Lets somebody change JSON in the editor of their choice.
enum EditedText {
    /// - Parameter state: The runner's folder: what customers wrote is kept nowhere else.
    static func json(_ json: JSON, state: String) async throws -> JSON {
        let environment = ProcessInfo.processInfo.environment
        guard let editor = environment["VISUAL"] ?? environment["EDITOR"], !editor.isEmpty else {
            throw ValidationError("VISUAL or EDITOR must name an editor")
        }
        EditFolder.clear(state)
        let bytes: [UInt8] = try await StopSignal.exiting(on: [SIGINT, SIGTERM, SIGHUP]) {
            let folder = try EditFolder(state)
            defer { folder.remove() }
            return try await edited(Array(json.indented().utf8), by: editor, in: folder)
        }
        do {
            return try JSON.parse(bytes)
        } catch {
            throw ended("the edited text is not JSON; nothing is queued")
        }
    }

    private static func edited(_ bytes: [UInt8], by editor: String, in folder: EditFolder) async throws -> [UInt8] {
        let file = folder.path + "/data.json"
        let descriptor = try PrivateFile.make(file)
        defer { close(descriptor) }
        try PrivateFile.fill(descriptor, with: bytes, file)
        // An editor may come with arguments of its own: `code --wait`.
        let isDone = try? await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", "exec \(editor) \"$1\"", "sh", file],
            input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
            output: .fileDescriptor(.standardOutput, closeAfterSpawningProcess: false),
            error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
        ).terminationStatus.isSuccess
        if Task.isCancelled { throw ended("the edit was interrupted; nothing is queued") }
        guard isDone == true else { throw ended("the editor ended with an error; nothing is queued") }
        guard let edited = FileManager.default.contents(atPath: file) else { throw ended("\(file) cannot be read") }
        return Array(edited)
    }
}
