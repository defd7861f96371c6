import RelayCore

/// Runs two calls at the same time and waits for both; of two failures the first one's counts.
package func sideBySide<One: Sendable, Other: Sendable>(
    _ one: @escaping @Sendable () async throws(Stop) -> One, _ other: @escaping @Sendable () async throws(Stop) -> Other
) async throws(Stop) -> (One, Other) {
    async let first = outcome(one)
    async let second = outcome(other)
    let (firstOutcome, secondOutcome) = await (first, second)
    return (try firstOutcome.get(), try secondOutcome.get())
}

private func outcome<Value: Sendable>(_ call: @Sendable () async throws(Stop) -> Value) async -> Result<Value, Stop> {
    do throws(Stop) {
        return .success(try await call())
    } catch {
        return .failure(error)
    }
}
