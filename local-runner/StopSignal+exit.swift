import ArgumentParser
import Foundation
import HostWorkers

extension StopSignal {
    /// - Throws: what the work throws; where a signal kept it from its end, the exit code that says so.
    static func exiting<Value: Sendable>(
        on numbers: [Int32] = [SIGINT, SIGTERM], _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        do {
            return try await cancelling(on: numbers, work)
        } catch let error as Stopped {
            throw ExitCode(128 + error.number)
        }
    }
}
