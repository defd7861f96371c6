import Foundation
import HostCore
import RelayCore
import Synchronization

/// One worker process of a function: line in, line out, one at a time.
final class Worker: Sendable {
    enum Reply: Sendable {
        case line([UInt8])
        /// The process ended, with this exit code where it has one.
        case ended(Int32?)
        /// The deadline and its grace passed; the process was killed.
        case timedOut
    }

    /// How long a worker may take to say `deadline-passed` itself, in seconds.
    static let grace: Double = 2
    /// More than any result needs: emitted events included.
    private static let replyLimit = 64 * 1024 * 1024

    private struct State {
        var unread: [UInt8] = []
        var isTimedOut = false
    }

    private let process: ChildProcess
    private let input: Int32
    private let output: Int32
    /// Blocking reads and writes happen on this queue and nowhere else.
    private let queue: DispatchQueue
    private let state = Mutex(State())

    private init(_ process: ChildProcess, name: String, input: Int32, output: Int32) {
        self.process = process
        self.input = input
        self.output = output
        queue = DispatchQueue(label: "worker.\(name)")
    }

    /// Starts the process.
    /// - Parameter onLog: Gets each line of its stderr.
    static func start(
        _ function: FunctionExecutable, environment: [String: String], onLog: @escaping @Sendable (String) -> Void
    ) async throws(HostError) -> Worker {
        guard let pipes = PipeEnds.make(3) else { throw HostError("\(function.name): could not create pipes") }
        let (input, output, errors) = (pipes[0], pipes[1], pipes[2])
        let process: ChildProcess
        do {
            process = try await ChildProcess.start(
                function.path, ["--lines"], environment: FunctionEnvironment.select(for: function, from: environment),
                input: input.read, output: output.write, errors: errors.write)
        } catch {
            pipes.forEach { $0.closeBoth() }
            throw HostError("\(function.name): could not be started")
        }
        for descriptor in [input.read, output.write, errors.write] { close(descriptor) }
        let reader = LineReader(descriptor: errors.read)
        DispatchQueue(label: "log.\(function.name)").async {
            while let line = reader.next() { onLog(line) }
            close(errors.read)
        }
        return Worker(process, name: function.name, input: input.write, output: output.read)
    }

    deinit {
        close(input)
        close(output)
    }

    /// True when the worker can be given an event. One that wrote a line nobody asked for cannot: that line would be taken
    /// for the next event's result.
    var isUsable: Bool { process.isRunning && !hasStrayOutput }

    private var hasStrayOutput: Bool {
        if state.withLock({ !$0.unread.isEmpty }) { return true }
        var descriptor = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) > 0
    }

    /// Sends one line, newline included, and waits for the line of its result. Only one call at a time.
    func perform(_ line: [UInt8], timeout: Double) async -> Reply {
        await bounded(timeout) { worker in
            // Where writing fails the process has ended, and may have said why: a function that refuses its configuration does.
            _ = worker.writeAll(line)
            return worker.readLine()
        }
    }

    /// Ends the input of a worker that was given no event. A function that accepts its configuration ends with 0 and says
    /// nothing; the reply is what it says otherwise.
    func finish(timeout: Double) async -> Reply {
        await bounded(timeout) { worker in
            shutdownInput(worker.input)
            return worker.readLine()
        }
    }

    /// Runs blocking work on the queue, which reads a line or comes to the end of the output; kills the process when that
    /// outlasts the time-out and its grace.
    private func bounded(_ timeout: Double, _ work: @escaping @Sendable (Worker) -> [UInt8]?) async -> Reply {
        let killer = Task { [self] in
            try? await Task.sleep(for: .seconds(timeout + Self.grace))
            if Task.isCancelled { return }
            state.withLock { $0.isTimedOut = true }
            process.kill()
        }
        defer { killer.cancel() }
        let line = await withCheckedContinuation { continuation in
            queue.async { [self] in continuation.resume(returning: work(self)) }
        }
        if let line { return .line(line) }
        let exitCode = await process.exitCode()
        return state.withLock { $0.isTimedOut } ? .timedOut : .ended(exitCode)
    }

    /// Lets the process end by itself (its input ends), and kills it when it does not.
    func stop(within seconds: Double) async {
        let killer = Task { [process] in
            try? await Task.sleep(for: .seconds(seconds))
            if !Task.isCancelled { process.kill() }
        }
        queue.async { [input] in shutdownInput(input) }
        _ = await process.exitCode()
        killer.cancel()
    }

    // MARK: On the queue

    private func writeAll(_ bytes: [UInt8]) -> Bool {
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { write(input, $0.baseAddress?.advanced(by: offset), bytes.count - offset) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            offset += count
        }
        return true
    }

    private func readLine() -> [UInt8]? {
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        var line = state.withLock { state in
            defer { state.unread = [] }
            return state.unread
        }
        var searched = 0
        while true {
            if let end = line[searched...].firstIndex(of: 0x0A) {
                state.withLock { $0.unread = Array(line[(end + 1)...]) }
                return Array(line[..<end])
            }
            searched = line.count
            guard line.count <= Self.replyLimit else {
                process.kill()
                return nil
            }
            let count = read(output, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            line += chunk[..<count]
        }
    }
}

/// Ends a worker's input: the descriptor stays open until the worker's object goes, so what it points to is replaced.
private func shutdownInput(_ descriptor: Int32) {
    let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
    guard null >= 0 else { return }
    dup2(null, descriptor)
    close(null)
}
