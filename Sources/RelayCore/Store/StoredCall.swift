/// Runs a call of the store; its failure becomes a result (`store-unavailable`, tried again).
package func stored<Value: Sendable>(_ call: () async throws(StoreError) -> Value) async throws(Stop) -> Value {
    do throws(StoreError) {
        return try await call()
    } catch {
        throw Stop(error)
    }
}
