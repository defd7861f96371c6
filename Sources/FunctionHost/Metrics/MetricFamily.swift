/// A name, with its unit in it, and what it means: its samples differ by their labels.
///
/// Source: https://prometheus.io/docs/practices/naming/ and https://prometheus.io/docs/instrumenting/exposition_formats/
struct MetricFamily: Sendable {
    enum Kind: Sendable {
        case counter
        case gauge
        /// With the upper bounds of its buckets.
        case histogram([Double])

        var name: String {
            switch self {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        }
    }

    let name: String
    let kind: Kind
    let help: String
    let labels: [String]

    static func counter(_ name: String, _ help: String, _ labels: String...) -> MetricFamily {
        MetricFamily(name: name, kind: .counter, help: help, labels: labels)
    }

    static func gauge(_ name: String, _ help: String, _ labels: String...) -> MetricFamily {
        MetricFamily(name: name, kind: .gauge, help: help, labels: labels)
    }

    static func histogram(_ name: String, _ bounds: [Double], _ help: String, _ labels: String...) -> MetricFamily {
        MetricFamily(name: name, kind: .histogram(bounds), help: help, labels: labels)
    }
}
