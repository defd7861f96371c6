/// The samples of metric families.
struct MetricTable: Sendable {
    private struct Histogram {
        var counts: [Int]
        var sum: Double = 0

        mutating func add(_ value: Double, to bucket: Int) {
            counts[bucket] += 1
            sum += value
        }
    }

    private var numbers: [String: [[String]: Double]] = [:]
    private var histograms: [String: [[String]: Histogram]] = [:]

    /// - Parameter labels: The values of the family's labels, in their order.
    mutating func add(_ value: Double = 1, to family: MetricFamily, _ labels: String...) {
        numbers[family.name, default: [:]][labels, default: 0] += value
    }

    mutating func set(_ value: Double, of family: MetricFamily, _ labels: String...) {
        numbers[family.name, default: [:]][labels] = value
    }

    mutating func observe(_ value: Double, in family: MetricFamily, _ labels: String...) {
        guard case .histogram(let bounds) = family.kind else { return }
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        histograms[family.name, default: [:]][
            labels, default: Histogram(counts: Array(repeating: 0, count: bounds.count + 1))
        ].add(value, to: bucket)
    }

    // MARK: As text

    /// In the text format that Prometheus reads. A family without a sample shows what it means all the same.
    func text(_ families: [MetricFamily]) -> String {
        var lines: [String] = []
        for family in families {
            lines.append("# HELP \(family.name) \(family.help)")
            lines.append("# TYPE \(family.name) \(family.kind.name)")
            lines += samples(of: family)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func samples(of family: MetricFamily) -> [String] {
        if case .histogram(let bounds) = family.kind {
            return (histograms[family.name] ?? [:]).sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap {
                Self.lines($0.value, family, bounds, $0.key)
            }
        }
        var samples = numbers[family.name] ?? [:]
        // A counter without labels begins at zero.
        if case .counter = family.kind, family.labels.isEmpty, samples.isEmpty { samples = [[]: 0] }
        return samples.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
            "\(family.name)\(Self.labels(family.labels, $0.key)) \(Self.number($0.value))"
        }
    }

    private static func lines(
        _ histogram: Histogram, _ family: MetricFamily, _ bounds: [Double], _ values: [String]
    ) -> [String] {
        var total = 0
        var lines: [String] = []
        for (count, bound) in zip(histogram.counts, bounds.map(number) + ["+Inf"]) {
            total += count
            lines.append("\(family.name)_bucket\(labels(family.labels + ["le"], values + [bound])) \(total)")
        }
        let labels = labels(family.labels, values)
        return lines + ["\(family.name)_sum\(labels) \(number(histogram.sum))", "\(family.name)_count\(labels) \(total)"]
    }

    private static func labels(_ names: [String], _ values: [String]) -> String {
        if names.isEmpty { return "" }
        return "{" + zip(names, values).map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",") + "}"
    }

    private static func escaped(_ text: String) -> String {
        guard text.contains(where: { $0 == "\\" || $0 == "\"" || $0.isNewline }) else { return text }
        return text.replacing("\\", with: #"\\"#).replacing("\"", with: #"\""#).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).joined(separator: #"\n"#)
    }

    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? "\(value)"
    }
}
