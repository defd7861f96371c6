import Dispatch
import Foundation

/// A program that is told lines and says lines. What waits for it takes none of the threads that all tests share: there are as few of
/// those as processors, and while one waits for a server to start, no server of another test answers.
package final class LineProcess: Sendable {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let ended = AsyncStream<Void>.makeStream()
    /// Whoever tells it something gets the line that it says then.
    private let queue = DispatchQueue(label: "a program that a test waits for")

    package init(_ program: URL, _ arguments: [String] = [], environment: [String: String]? = nil) throws {
        process.executableURL = program
        process.arguments = arguments
        if let environment { process.environment = environment }
        process.standardInput = input
        process.standardOutput = output
        process.terminationHandler = { [ended] _ in ended.continuation.finish() }
        try process.run()
    }

    deinit { endInput() }

    /// What it says next; empty where it ends before.
    package func line() async throws -> String { try await waiting { try self.nextLine() } }

    /// What it says to a line.
    package func answer(to line: String) async throws -> String {
        try await waiting {
            try self.input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8))
            return try self.nextLine()
        }
    }

    package func endInput() { try? input.fileHandleForWriting.close() }

    package func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Returns when it has ended.
    package func end() async { for await _ in ended.stream {} }

    private func nextLine() throws -> String {
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A { line.append(byte) }
        return String(decoding: line, as: UTF8.self)
    }

    private func waiting(_ work: @escaping @Sendable () throws -> String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
