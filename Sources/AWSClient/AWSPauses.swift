/// How long to wait before a call is made again: twice as long each time, up to a limit, and by chance a part less, so that those who
/// were refused together do not come back together.
package struct AWSPauses: Sendable {
    /// How often a call is made at most.
    package var tries: Int
    /// In seconds.
    package var longest: Double
    /// From 0 up to 1.
    package var chance: @Sendable () -> Double

    package init(
        tries: Int = 5, longest: Double = 2, chance: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.tries = tries
        self.longest = longest
        self.chance = chance
    }

    /// - Parameter number: The first one is 1.
    func pause(_ number: Int, after error: AWSError) -> Double { pause(number, isThrottled: error.isThrottling) }

    /// - Parameter isThrottled: Whether AWS takes no more for the moment.
    package func pause(_ number: Int, isThrottled: Bool) -> Double {
        let first = isThrottled ? 0.2 : 0.05
        let full = min(first * Double(1 << min(number - 1, 16)), longest)
        return full * (0.5 + 0.5 * chance())
    }
}
