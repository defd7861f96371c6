import HubSpotAPI
import RelayCore

/// Runs a call of HubSpot's API; its failure becomes the result that says why.
package func asked<Value: Sendable>(_ call: () async throws(HubSpotError) -> Value) async throws(Stop) -> Value {
    do throws(HubSpotError) {
        return try await call()
    } catch {
        throw Stop(error.result)
    }
}
