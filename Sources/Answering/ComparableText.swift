/// A text by its letters and digits, in small letters, with one space for whatever stands between words: markup, line breaks
/// and punctuation do not hide what is repeated.
struct ComparableText {
    let scalars: [UInt32]

    init(_ text: String) {
        var scalars: [UInt32] = []
        var owesSpace = false
        for scalar in text.lowercased().unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                if owesSpace, !scalars.isEmpty { scalars.append(0x20) }
                owesSpace = false
                scalars.append(scalar.value)
            } else if !scalar.properties.isDefaultIgnorableCodePoint {
                owesSpace = true
            }
        }
        self.scalars = scalars
    }

    private init(scalars: [UInt32]) { self.scalars = scalars }

    /// With the spaces that stand around it within another text.
    var spaced: ComparableText { ComparableText(scalars: [0x20] + scalars + [0x20]) }

    func contains(_ other: ComparableText) -> Bool {
        TextRuns(of: self, length: other.scalars.count).areShared(with: other)
    }
}

/// Every run of a length in a text, to be found in another one: in a time that grows with the lengths, not with their product.
struct TextRuns {
    private let scalars: [UInt32]
    private let length: Int
    /// Where the runs of a hash begin.
    private var starts: [UInt64: [Int]] = [:]

    private static let factor: UInt64 = 0x100_0000_01B3

    init(of text: ComparableText, length: Int) {
        scalars = text.scalars
        self.length = length
        var starts: [UInt64: [Int]] = [:]
        Self.walk(scalars, length) { hash, start in
            starts[hash, default: []].append(start)
            return true
        }
        self.starts = starts
    }

    /// Takes out what another text holds as well.
    mutating func remove(runsOf other: ComparableText) {
        guard !starts.isEmpty else { return }
        var starts = self.starts
        Self.walk(other.scalars, length) { hash, start in
            if let own = starts[hash]?.first, isEqual(own, other.scalars, start) { starts[hash] = nil }
            return true
        }
        self.starts = starts
    }

    func areShared(with other: ComparableText) -> Bool {
        var isShared = false
        Self.walk(other.scalars, length) { hash, start in
            isShared = starts[hash]?.contains { isEqual($0, other.scalars, start) } ?? false
            return !isShared
        }
        return isShared
    }

    private func isEqual(_ own: Int, _ other: [UInt32], _ start: Int) -> Bool {
        scalars[own..<(own + length)] == other[start..<(start + length)]
    }

    /// Visits every run with its hash, which is carried on from run to run.
    private static func walk(_ scalars: [UInt32], _ length: Int, _ visit: (UInt64, Int) -> Bool) {
        guard length > 0, scalars.count >= length else { return }
        var leading: UInt64 = 1
        for _ in 1..<length { leading = leading &* factor }
        var hash = scalars[..<length].reduce(0 as UInt64) { $0 &* factor &+ UInt64($1) }
        var start = 0
        while visit(hash, start), start + length < scalars.count {
            hash = (hash &- UInt64(scalars[start]) &* leading) &* factor &+ UInt64(scalars[start + length])
            start += 1
        }
    }
}
