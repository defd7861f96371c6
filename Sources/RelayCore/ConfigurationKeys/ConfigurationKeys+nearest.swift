extension ConfigurationKeys {
    /// The key that somebody may mean who writes a name that is none; nil where none is near.
    package static func nearest(to name: String) -> String? {
        let meant = Array(name.uppercased().utf8)
        // A long name may be misspelt twice; of a short one little would be left.
        let limit = min(max(1, meant.count / 4), 3)
        let near = all.map { (name: $0.name, distance: distance(meant, Array($0.name.utf8))) }.min { $0.distance < $1.distance }
        return near.flatMap { $0.distance <= limit ? $0.name : nil }
    }

    /// What stands behind a name that is no key: the key that may be meant.
    package static func suggestion(for name: String) -> String { nearest(to: name).map { "; did you mean \($0)?" } ?? "" }

    /// How many letters must be added, left out, replaced, or exchanged with their neighbour, to make one word of the other.
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var before: [Int] = []
        var row = Array(0...other.count)
        for (i, letter) in one.enumerated() {
            var next = [i + 1]
            for (j, wanted) in other.enumerated() {
                var best = min(row[j] + (letter == wanted ? 0 : 1), row[j + 1] + 1, next[j] + 1)
                if i > 0, j > 0, letter == other[j - 1], one[i - 1] == wanted { best = min(best, before[j - 1] + 1) }
                next.append(best)
            }
            (before, row) = (row, next)
        }
        return row[other.count]
    }
}
