import ArgumentParser
import Dispatch
import Foundation
import HostCore

/// SIGINT and SIGTERM as cancellation, so that work ends in order.
enum StopSignal {
    /// - Throws: what the work throws; where a signal kept it from its end, the exit code that says so.
    static func cancelling(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let task = Task { try await work() }
        let signals = [SIGINT, SIGTERM].map { number in
            let hasCome = Flag()
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                hasCome.set()
                task.cancel()
            }
            source.activate()
            return (number: number, hasCome: hasCome, source: source)
        }
        defer { for signal in signals { signal.source.cancel() } }
        do {
            try await task.value
        } catch let error as CancellationError {
            throw signals.first { $0.hasCome.isSet }.map { ExitCode(128 + $0.number) } ?? error
        }
    }
}
