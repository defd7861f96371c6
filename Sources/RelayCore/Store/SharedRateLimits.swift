/// What the processes of several machines know together of an organization's rate limits at HubSpot: one item, which is changed only
/// over what was read. It need not outlast the end of anything.
package protocol SharedRateLimits: Sendable {
    /// nil where nobody has told anything yet.
    func read() async throws(StoreError) -> SharedRateLimitsRecord?
    /// - Parameter version: Of what was read; nil where there was nothing.
    /// - Returns: False where somebody else changed it since: then nothing was written.
    func write(_ text: String, over version: Int?) async throws(StoreError) -> Bool
}

package struct SharedRateLimitsRecord: Sendable, Hashable {
    package let text: String
    package let version: Int

    package init(text: String, version: Int) {
        self.text = text
        self.version = version
    }
}
