import Foundation
import RelayCore
import Synchronization
import TestSupport

/// A container of AWS Lambda: `function-host` in it, and the Runtime API that it asks for invocations.
final class LambdaSandbox: Sendable {
    /// What came of an invocation.
    enum Answer: Sendable {
        case result(JSON)
        case error(type: String)
        /// The container ended over it.
        case died
    }

    private struct Invocation: Sendable {
        let id: String
        let event: [UInt8]
        let deadline: Date
        let answer: CheckedContinuation<Answer, Never>
    }

    private struct State {
        var waiting: [Invocation] = []
        var running: [String: Invocation] = [:]
        var process: Process?
        var isStopped = false
        var starts = 0
    }

    let function: String
    private let arguments: [String]
    private let environment: [String: String]
    private let state = Mutex(State())
    /// Wakes the thread that keeps the runtime waiting.
    private let condition = NSCondition()
    private let server = Mutex<LoopbackServer?>(nil)

    /// - Parameter arguments: Of `function-host`.
    init(_ function: String, _ arguments: [String], environment: [String: String]) throws {
        self.function = function
        self.arguments = arguments
        self.environment = environment
        let server = try LoopbackServer { [weak self] request in self?.answer(request) ?? .bytesAndEnd([]) }
        self.server.withLock { $0 = server }
        try start()
    }

    /// How often a container was started.
    var starts: Int { state.withLock { $0.starts } }

    /// Calls the function.
    /// - Parameter seconds: Its time.
    func invoke(_ event: JSON, within seconds: Double = Hang.seconds) async -> Answer {
        await withCheckedContinuation { continuation in
            let invocation = Invocation(
                id: UUID().uuidString, event: event.canonicalBytes, deadline: Date() + seconds, answer: continuation)
            state.withLock { $0.waiting.append(invocation) }
            condition.lock()
            condition.broadcast()
            condition.unlock()
        }
    }

    /// Ends the container at once, over the next event that it is given; Lambda starts another one.
    func killWhileRunning() async {
        while state.withLock({ $0.running.isEmpty }) { await Task.yield() }
        guard let process = state.withLock({ $0.process }) else { return }
        _ = Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        died()
        try? start()
    }

    func stop() {
        let process = state.withLock { state in
            state.isStopped = true
            return state.process
        }
        condition.lock()
        condition.broadcast()
        condition.unlock()
        process?.terminate()
        process?.waitUntilExit()
        died()
        let unbegun = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for invocation in unbegun { invocation.answer.resume(returning: .died) }
        server.withLock { $0?.stop() }
    }

    private func died() {
        let lost = state.withLock { state in
            defer { state.running = [:] }
            return Array(state.running.values)
        }
        for invocation in lost { invocation.answer.resume(returning: .died) }
    }

    private func start() throws {
        let process = Process()
        process.executableURL = Executable.url("function-host")
        process.arguments = arguments
        let port = server.withLock { $0?.port ?? 0 }
        process.environment = environment.merging(["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(port)"]) { $1 }
        process.standardInput = FileHandle.nullDevice
        if environment["TEST_SHOWS_LOG"] == nil { process.standardError = FileHandle.nullDevice }
        try process.run()
        state.withLock { state in
            state.process = process
            state.starts += 1
        }
    }

    // MARK: The Runtime API

    private func answer(_ request: LoopbackServer.Request) -> LoopbackServer.Reply {
        let path = request.target.replacing("/2018-06-01/runtime/", with: "")
        if path == "invocation/next" { return next() }
        let parts = path.split(separator: "/")
        guard parts.count == 3, let invocation = state.withLock({ $0.running.removeValue(forKey: String(parts[1])) }) else {
            return .answer("202 Accepted")
        }
        let type = request.headers["lambda-runtime-function-error-type"] ?? ""
        let result = (try? JSON.parse(request.body)) ?? .null
        invocation.answer.resume(returning: parts[2] == "response" ? .result(result) : .error(type: type))
        return .answer("202 Accepted", #"{"status":"OK"}"#)
    }

    private func next() -> LoopbackServer.Reply {
        condition.lock()
        defer { condition.unlock() }
        while true {
            let next = state.withLock { state -> Invocation? in
                if state.isStopped || state.waiting.isEmpty { return nil }
                let invocation = state.waiting.removeFirst()
                state.running[invocation.id] = invocation
                return invocation
            }
            if let next {
                let head =
                    "Lambda-Runtime-Aws-Request-Id: \(next.id)\r\n"
                    + "Lambda-Runtime-Deadline-Ms: \(Timestamp.milliseconds(next.deadline))\r\n"
                return .answer(headers: head, String(decoding: next.event, as: UTF8.self))
            }
            if state.withLock({ $0.isStopped }) { return .bytesAndEnd([]) }
            condition.wait()
        }
    }
}
