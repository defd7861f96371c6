import RelayCore

/// Waits for work no longer than a limit.
enum TimeLimit {
    /// - Returns: What the work gives; nil when the limit passed first. The work is cancelled then, and may go on alone.
    static func run<Value: Sendable>(
        seconds: Double, ambient: Ambient, _ work: @escaping @Sendable () async -> Value
    ) async -> Value? {
        let (values, value) = AsyncStream.makeStream(of: Value.self, bufferingPolicy: .bufferingOldest(1))
        let working = Task {
            value.yield(await work())
            value.finish()
        }
        let timer = Task {
            await ambient.sleep(seconds)
            value.finish()
        }
        defer {
            timer.cancel()
            working.cancel()
        }
        return await values.first { _ in true }
    }
}
