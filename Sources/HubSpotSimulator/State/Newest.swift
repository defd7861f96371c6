/// The newest of what comes, oldest first. Each has the number under which it came, counted from 0.
struct Newest<Element: Sendable>: Sendable {
    private let limit: Int
    private var stored: [Element] = []
    /// How many came before the first of `stored`.
    private var dropped = 0

    /// - Parameter limit: How many are kept.
    init(_ limit: Int) { self.limit = limit }

    var all: [Element] { Array(stored.suffix(limit)) }

    /// Adds one; its number.
    @discardableResult
    mutating func append(_ element: Element) -> Int {
        stored.append(element)
        // Not at each one: moving all the others costs.
        if stored.count > limit + limit / 8 {
            dropped += stored.count - limit
            stored.removeFirst(stored.count - limit)
        }
        return dropped + stored.count - 1
    }

    /// Does nothing where the one of the number is kept no longer.
    mutating func change(_ number: Int, _ change: (inout Element) -> Void) {
        let place = number - dropped
        if stored.indices.contains(place) { change(&stored[place]) }
    }

    /// Numbers go on from where they were.
    mutating func forget() {
        dropped += stored.count
        stored = []
    }
}
