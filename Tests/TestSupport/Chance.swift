/// The same choices in every run of one seed (SplitMix64). Source: https://prng.di.unimi.it/splitmix64.c
package struct Chance: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    package mutating func happens(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }

    package mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &self) }

    package mutating func seconds(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }

    /// One of them; the weights need not add up to anything.
    package mutating func one<Value>(of choices: [(weight: Double, value: Value)]) -> Value {
        var left = Double.random(in: 0..<choices.map(\.weight).reduce(0, +), using: &self)
        for choice in choices {
            left -= choice.weight
            if left < 0 { return choice.value }
        }
        return choices[choices.count - 1].value
    }

    package mutating func one<Value>(of choices: [Value]) -> Value { choices[number(0..<choices.count)] }
}
