extension Double {
    /// The nearest whole number in a range. `Int(_:)` ends the process for what an `Int` cannot hold, and a stranger may have chosen
    /// the number.
    package func whole(in range: ClosedRange<Int>) -> Int {
        guard self > Double(range.lowerBound) else { return range.lowerBound }
        guard self < Double(range.upperBound) else { return range.upperBound }
        return Int(rounded())
    }
}
