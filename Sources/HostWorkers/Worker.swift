import Foundation
import HostCore
import NIOCore
import NIOPosix
import RelayCore

/// One worker process of a function: line in, line out, in order.
final class Worker: Sendable {
    enum Reply: Sendable {
        case line([UInt8])
        /// The worker has not begun the event; another one can have it.
        case unusable
        /// The process ended.
        case ended(ProcessEnd)
        /// The deadline and its grace passed; the process was killed.
        case timedOut
    }

    /// How long a worker may take to say `deadline-passed` itself, in seconds.
    static let grace: Double = 2
    /// In milliseconds: a day.
    private static let longestTime = 86_400_000

    private let process: ChildProcess
    private let channel: any Channel
    private let lines: NIOLoopBound<WorkerLines>

    private init(_ process: ChildProcess, channel: any Channel, lines: NIOLoopBound<WorkerLines>) {
        self.process = process
        self.channel = channel
        self.lines = lines
    }

    /// Starts the process.
    /// - Parameters:
    ///   - environment: The process's own.
    ///   - onLog: Gets each line of its stderr; nil: its stderr is that of this process.
    static func start(
        _ function: FunctionExecutable, environment: [String: String], onLog: (@Sendable (String) -> Void)?
    ) async throws(HostError) -> Worker {
        guard let pipes = PipeEnds.make(onLog == nil ? 2 : 3) else {
            throw HostError("\(function.name): could not create pipes")
        }
        let (input, output, errors) = (pipes[0], pipes[1], pipes.count > 2 ? pipes[2] : nil)
        let process: ChildProcess
        do {
            process = try await ChildProcess.start(
                function.path, ["--lines"], environment: environment,
                input: input.read, output: output.write, errors: errors?.write ?? STDERR_FILENO)
        } catch {
            pipes.forEach { $0.closeBoth() }
            throw HostError("\(function.name): could not be started")
        }
        for descriptor in [input.read, output.write] { close(descriptor) }
        if let errors, let onLog {
            close(errors.write)
            LineReader.drain(errors.read, "log.\(function.name)", onLog)
        }
        do {
            let (channel, lines) = try await connect(input: input.write, output: output.read)
            return Worker(process, channel: channel, lines: lines)
        } catch {
            for descriptor in [input.write, output.read] { close(descriptor) }
            throw HostError("\(function.name): could not be connected")
        }
    }

    private static func connect(
        input: Int32, output: Int32
    ) async throws -> (any Channel, NIOLoopBound<WorkerLines>) {
        try await NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .takingOwnershipOfDescriptors(input: output, output: input) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let lines = WorkerLines(output: output)
                    try channel.pipeline.syncOperations.addHandler(lines)
                    return (channel, NIOLoopBound(lines, eventLoop: channel.eventLoop))
                }
            }
    }

    deinit { abandon() }

    /// Gives the worker nothing more and hears nothing more of it; its input ends.
    func abandon() { channel.close(promise: nil) }

    /// Sends one line, newline included, and waits for the line of its result.
    /// - Parameter timeout: In seconds; after that and the grace the process is killed.
    func perform(_ line: [UInt8], timeout: Double) async -> Reply {
        let line = ByteBuffer(bytes: line)
        return await bounded(timeout) { lines, channel, waiting in lines.send(line, over: channel, waiting) }
    }

    /// Ends the input of a worker that is given no event, and reads what it has to say.
    func finish(timeout: Double) async -> Reply {
        await bounded(timeout) { lines, channel, waiting in lines.finish(over: channel, waiting) }
    }

    /// Lets the process end by itself (its input ends), and kills it when it does not.
    func stop(within seconds: Double) async {
        let killer = killer(after: seconds)
        channel.close(mode: .output, promise: nil)
        _ = await process.end()
        killer.cancel()
    }

    private func bounded(
        _ timeout: Double, _ work: @escaping @Sendable (WorkerLines, any Channel, WorkerLines.Waiting) -> Void
    ) async -> Reply {
        let hasTimedOut = Flag()
        let killer = killer(after: timeout + Self.grace, hasTimedOut)
        defer { killer.cancel() }
        let answer = await withCheckedContinuation { waiting in
            channel.eventLoop.execute { [lines, channel] in work(lines.value, channel, waiting) }
        }
        switch answer {
        case .line(let line): return .line(line)
        case .unusable: return .unusable
        case .closed:
            let end = await process.end()
            return hasTimedOut.isSet ? .timedOut : .ended(end)
        }
    }

    private func killer(after seconds: Double, _ flag: Flag? = nil) -> Scheduled<Void> {
        channel.eventLoop.scheduleTask(in: .milliseconds(Int64((seconds * 1000).whole(in: 0...Self.longestTime)))) {
            [process, channel] in
            flag?.set()
            process.kill()
            // Also where somebody whom the process started holds the other end.
            channel.close(promise: nil)
        }
    }
}
