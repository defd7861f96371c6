import Dispatch

/// Runs what computes for seconds, one after the other, off the threads that all tests share: there are as few of those as
/// processors, and while they compute, no server of another test answers.
package enum LongWork {
    private static let queue = DispatchQueue(label: "long work of tests", qos: .utility)

    package static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}
