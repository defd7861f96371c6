import RelayCore

/// Keeps events, or something of them; what is erased of a customer goes from there too.
package protocol EventErasing: Sendable {
    /// Takes out what belongs to what was erased of an organization.
    /// - Returns: How many events.
    func erase(_ erasures: [Erasure], of organization: String) async throws -> Int

    /// Takes what was erased out of files in which an engine has more than what it keeps. Waits for nobody.
    func eraseTraces() async throws
}

extension EventErasing {
    package func eraseTraces() async throws {}
}
