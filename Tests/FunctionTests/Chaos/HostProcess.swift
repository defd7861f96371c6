import Foundation
import TestSupport

/// A runner that is started as a process, killed, and started again; its workers have a folder of their own.
final class HostProcess: @unchecked Sendable {
    // `@unchecked`: the one task that plays the chaos starts and kills; the address is behind a lock.
    private var process = Process()
    private let arguments: [String]
    private let environment: [String: String]
    private let state: String
    private let lock = NSLock()
    private var known: String?

    /// What a runner that did not start said.
    struct Failure: Error { let words: String }

    init(state: String, template: String, environment: [String: String]) {
        self.state = state
        self.environment = environment
        arguments = ["serve", "--no-check", "--port", "0", "--state", state, "--template", template]
    }

    /// Where it listens; nil while it does not run.
    var address: String? { lock.withLock { known } }

    func start() throws {
        process = Process()
        process.executableURL = Executable.url("local-runner")
        process.arguments = arguments
        process.environment = environment
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A { line.append(byte) }
        let text = String(decoding: line, as: UTF8.self)
        guard let found = text.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/) else { throw Failure(words: text) }
        lock.withLock { known = String(found.output) }
    }

    /// As `kill -9` does: nothing of it runs on but its workers, which end with their input.
    func kill() {
        lock.withLock { known = nil }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// - Returns: How many.
    func killWorkers() -> Int { WorkerProcesses.kill(ofQueue: "\(state)/queue.sqlite") }

    /// Lets it finish what it has begun.
    func stop() {
        lock.withLock { known = nil }
        process.terminate()
        process.waitUntilExit()
    }
}
