import HostCore
import Subprocess
import SystemPackage

/// A process that this one started, with descriptors of ours as its standard streams.
final class ChildProcess: Sendable {
    private let run: Task<TerminationStatus?, Never>
    private let hasEnded: Flag

    private init(run: Task<TerminationStatus?, Never>, hasEnded: Flag) {
        self.run = run
        self.hasEnded = hasEnded
    }

    /// Starts the executable. The descriptors stay the caller's, who closes them.
    /// - Throws: What the system says when the process cannot be started.
    static func start(
        _ executable: String, _ arguments: [String], environment: [String: String], input: Int32, output: Int32, errors: Int32
    ) async throws -> ChildProcess {
        let environment = Dictionary(uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
        // In a process group of its own: a terminal's Ctrl-C is for this process alone, which finishes what is begun.
        var options = PlatformOptions()
        options.processGroupID = 0
        let configuration = Configuration(
            executable: .path(FilePath(executable)), arguments: Arguments(arguments), environment: .custom(environment),
            platformOptions: options)
        let hasEnded = Flag()
        let (started, start) = AsyncThrowingStream.makeStream(of: Void.self)
        let run = Task { () -> TerminationStatus? in
            defer { hasEnded.set() }
            do {
                return try await Subprocess.run(
                    configuration,
                    input: .fileDescriptor(FileDescriptor(rawValue: input), closeAfterSpawningProcess: false),
                    output: .fileDescriptor(FileDescriptor(rawValue: output), closeAfterSpawningProcess: false),
                    error: .fileDescriptor(FileDescriptor(rawValue: errors), closeAfterSpawningProcess: false)
                ) { _ in start.finish() }.terminationStatus
            } catch {
                start.finish(throwing: error)
                return nil
            }
        }
        // In a task of its own: also who is cancelled waits, since the descriptors are in use until then.
        try await Task { for try await _ in started {} }.value
        return ChildProcess(run: run, hasEnded: hasEnded)
    }

    var isRunning: Bool { !hasEnded.isSet }

    /// Kills the process (SIGKILL), where it still runs.
    func kill() { run.cancel() }

    /// Waits until the process has ended.
    func end() async -> ProcessEnd {
        switch await run.value {
        case .exited(let code): .exited(code)
        case .signaled(let number): .killed(number)
        case nil: .unknown
        }
    }
}
