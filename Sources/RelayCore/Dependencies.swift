import FoundationEssentials

/// Time and chance, injected, so that tests decide both.
package struct Ambient: Sendable {
    package var now: @Sendable () -> Date
    /// A new unique name.
    package var uniqueID: @Sendable () -> String
    /// A new unique name for who takes a claim or a lease.
    package var newOwner: @Sendable () -> String
    /// Whether the process that took this name has ended. False also where that cannot be told.
    package var hasEnded: @Sendable (_ owner: String) -> Bool
    /// Waits; ends early, without an error, when the task is cancelled.
    package var sleep: @Sendable (_ seconds: Double) async -> Void

    package init(
        now: @escaping @Sendable () -> Date, uniqueID: @escaping @Sendable () -> String,
        sleep: @escaping @Sendable (_ seconds: Double) async -> Void
    ) {
        self.now = now
        self.uniqueID = uniqueID
        newOwner = uniqueID
        hasEnded = { _ in false }
        self.sleep = sleep
    }

    package static let live = Ambient(
        now: { Date() }, uniqueID: { UUID().uuidString },
        sleep: { seconds in try? await Task.sleep(for: .milliseconds((seconds * 1000).whole(in: 0...longestSleep))) })

    /// In milliseconds: a day.
    private static let longestSleep = 86_400_000
}
