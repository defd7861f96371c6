import FoundationEssentials

/// Time and chance, injected, so that tests decide both.
package struct Ambient: Sendable {
    package var now: @Sendable () -> Date
    /// A new unique name, for claims and leases.
    package var uniqueID: @Sendable () -> String
    /// Waits; ends early, without an error, when the task is cancelled.
    package var sleep: @Sendable (_ seconds: Double) async -> Void

    package init(
        now: @escaping @Sendable () -> Date, uniqueID: @escaping @Sendable () -> String,
        sleep: @escaping @Sendable (_ seconds: Double) async -> Void
    ) {
        self.now = now
        self.uniqueID = uniqueID
        self.sleep = sleep
    }

    package static let live = Ambient(
        now: { Date() }, uniqueID: { UUID().uuidString },
        sleep: { seconds in try? await Task.sleep(for: .milliseconds((seconds * 1000).whole(in: 0...longestSleep))) })

    /// In milliseconds: a day.
    private static let longestSleep = 86_400_000
}
