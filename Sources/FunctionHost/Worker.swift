import Foundation
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

    private let process: Process
    private let input: Int32
    private let output: Int32
    /// Blocking reads and writes happen on this queue and nowhere else.
    private let queue: DispatchQueue
    private let state = Mutex(State())

    /// Starts the process.
    /// - Parameter onLog: Gets each line of its stderr.
    init(_ function: HostedFunction, environment: [String: String], onLog: @escaping @Sendable (String) -> Void) throws(HostError)
    {
        guard let input = PipeEnds(), let output = PipeEnds(), let errors = PipeEnds() else {
            throw HostError("\(function.name): no pipes could be made")
        }
        process = Process()
        process.executableURL = URL(fileURLWithPath: function.executable)
        process.arguments = ["--lines"]
        process.environment = FunctionEnvironment.select(for: function, from: environment)
        process.standardInput = FileHandle(fileDescriptor: input.read, closeOnDealloc: false)
        process.standardOutput = FileHandle(fileDescriptor: output.write, closeOnDealloc: false)
        process.standardError = FileHandle(fileDescriptor: errors.write, closeOnDealloc: false)
        defer {
            close(input.read)
            close(output.write)
            close(errors.write)
        }
        do {
            try process.run()
        } catch {
            for descriptor in [input.write, output.read, errors.read] { close(descriptor) }
            throw HostError("\(function.name): could not be started")
        }
        self.input = input.write
        self.output = output.read
        queue = DispatchQueue(label: "worker.\(function.name)")
        let reader = LineReader(descriptor: errors.read)
        DispatchQueue(label: "log.\(function.name)").async {
            while let line = reader.next() { onLog(line) }
            close(errors.read)
        }
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

    /// Sends one event and waits for its result. Only one call at a time.
    func perform(_ line: [UInt8], timeout: Double) async -> Reply {
        await bounded(timeout) { worker in
            // Where writing fails the process has ended, and may have said why: a function that refuses its configuration does.
            _ = worker.writeAll(line + [0x0A])
            return worker.reply()
        }
    }

    /// Ends the input of a worker that was given no event. A function that accepts its configuration ends with 0 and says
    /// nothing; the reply is what it says otherwise.
    func finish(timeout: Double) async -> Reply {
        await bounded(timeout) { worker in
            shutdownInput(worker.input)
            return worker.reply()
        }
    }

    /// Runs blocking work on the queue; kills the process when the work outlasts the time-out and its grace.
    private func bounded(_ timeout: Double, _ work: @escaping @Sendable (Worker) -> Reply) async -> Reply {
        let killer = Task { [self] in
            try? await Task.sleep(for: .seconds(timeout + Self.grace))
            if Task.isCancelled { return }
            state.withLock { $0.isTimedOut = true }
            kill(process.processIdentifier, SIGKILL)
        }
        let reply = await withCheckedContinuation { continuation in
            queue.async { [self] in continuation.resume(returning: work(self)) }
        }
        killer.cancel()
        return reply
    }

    /// Lets the process end by itself (its input ends), and kills it when it does not.
    func stop(within seconds: Double) async {
        let ended = Task { [process] in
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    process.waitUntilExit()
                    continuation.resume()
                }
            }
        }
        let killer = Task { [process] in
            try? await Task.sleep(for: .seconds(seconds))
            if !Task.isCancelled, process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
        queue.async { [input] in shutdownInput(input) }
        await ended.value
        killer.cancel()
    }

    // MARK: On the queue

    private func reply() -> Reply {
        guard let reply = readLine() else {
            process.waitUntilExit()
            if state.withLock({ $0.isTimedOut }) { return .timedOut }
            return .ended(process.terminationReason == .exit ? process.terminationStatus : nil)
        }
        return .line(reply)
    }

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
                kill(process.processIdentifier, SIGKILL)
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
