import Foundation
import TestSupport

/// A runner that is started as a process, killed, and started again; its workers have a folder of their own.
final class HostProcess: @unchecked Sendable {
    // `@unchecked`: the one task that plays the chaos starts and kills; the address is behind a lock.
    private var process: LineProcess?
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

    func start() async throws {
        let process = try LineProcess(Executable.url("local-runner"), arguments, environment: environment)
        self.process = process
        let line = try await process.line()
        guard let found = line.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/) else { throw Failure(words: line) }
        lock.withLock { known = String(found.output) }
    }

    /// As `kill -9` does: nothing of it runs on but its workers, which end with their input.
    func kill() async { await end(SIGKILL) }

    /// - Returns: How many.
    func killWorkers() -> Int { WorkerProcesses.kill(ofQueue: "\(state)/queue.sqlite") }

    /// Lets it finish what it has begun.
    func stop() async { await end(SIGTERM) }

    private func end(_ signal: Int32) async {
        lock.withLock { known = nil }
        process?.signal(signal)
        await process?.end()
    }
}
