import RelayCore

/// A function as delivery knows it.
package struct Lane: Sendable {
    package let function: String
    package let takes: [EventTypePattern]
    /// How many events are worked on at once.
    package let concurrency: Int
    /// After how many faulty deliveries an event goes to the dead letters.
    package let maximumReceives: Int

    package init(function: String, takes: [EventTypePattern], concurrency: Int, maximumReceives: Int) {
        self.function = function
        self.takes = takes
        self.concurrency = concurrency
        self.maximumReceives = maximumReceives
    }

    /// The same function, as who takes one type of events alone.
    package func taking(_ type: String) -> Lane {
        Lane(function: function, takes: [EventTypePattern(type)], concurrency: concurrency, maximumReceives: maximumReceives)
    }
}
