import RelayCore

/// Keeps events, or something of them; what is erased of a customer goes from there too.
package protocol EventErasing: Sendable {
    /// Takes out what belongs to what was erased of an organization.
    /// - Returns: How many events.
    func erase(_ erasures: [Erasure], of organization: String) async throws -> Int
}
