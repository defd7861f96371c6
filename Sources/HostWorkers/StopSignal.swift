import Dispatch
import Foundation
import HostCore

/// Signals as cancellation, so that work ends in order.
package enum StopSignal {
    /// A signal kept work from its end.
    package struct Stopped: Error {
        package let number: Int32
    }

    /// - Throws: what the work throws; where a signal kept it from its end, ``Stopped``.
    package static func cancelling<Value: Sendable>(
        on numbers: [Int32] = [SIGINT, SIGTERM], _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let (begin, beginning) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            for await _ in begin.prefix(numbers.count) {}
            return try await work()
        }
        let signals = numbers.map { number in
            let hasCome = Flag()
            let watch = SignalWatch(number, onReady: { beginning.yield() }) {
                hasCome.set()
                task.cancel()
            }
            return (number: number, hasCome: hasCome, watch: watch)
        }
        defer { withExtendedLifetime(signals) {} }
        do {
            return try await task.value
        } catch let error as CancellationError {
            throw signals.first { $0.hasCome.isSet }.map { Stopped(number: $0.number) } ?? error
        }
    }
}
