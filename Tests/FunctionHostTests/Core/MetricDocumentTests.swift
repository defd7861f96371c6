import Foundation
import RelayCore
import TestSupport
import Testing

@testable import FunctionHost

@Suite("Documents that name metrics")
struct MetricDocumentTests {
    private static func text(_ document: String) throws -> String {
        try String(contentsOf: Executable.root.appendingPathComponent(document), encoding: .utf8)
    }

    @Test("docs/telemetry.md has every metric with its type, labels and meaning, in the order in which they are shown")
    func table() throws {
        let rows = try Self.text("docs/telemetry.md").split(separator: "\n").filter {
            $0.hasPrefix("| `deskrelay_") || $0.hasPrefix("| `process_")
        }
        let expected = HostMetric.all.map { family in
            "| `\(family.name)` | \(family.kind.name) | \(family.labels.map { "`\($0)`" }.joined(separator: ", ")) | \(family.help) |"
        }
        #expect(rows.map(String.init) == expected)
    }

    @Test(
        "The dashboard and the alert rules ask for metrics and labels that there are", arguments: ["grafana.json", "alerts.yaml"])
    func queries(_ document: String) throws {
        let text = try Self.text("docs/\(document)")
        var names: Set<String> = []
        for match in text.matches(of: /\b((?:deskrelay|process)_[a-z_]+)(?:\{([^}]*)\})?/) {
            let name = String(match.output.1)
            let family = try #require(HostMetric.all.first { Self.names(of: $0).contains(name) }, "\(name) does not exist")
            names.insert(family.name)
            // In JSON quotes stand behind a backslash.
            let labels = (match.output.2 ?? "").matches(of: /([a-z]+)\s*=~?/).map { String($0.output.1) }
            #expect(Set(labels).isSubset(of: family.labels + ["job"]), "\(name) has no such labels: \(labels)")
        }
        #expect(names.count >= 5)
    }

    private static func names(of family: MetricFamily) -> [String] {
        if case .histogram = family.kind { return ["bucket", "sum", "count"].map { "\(family.name)_\($0)" } }
        return [family.name]
    }

    @Test("There are five alert rules, each with an expression, a severity and what to do")
    func alerts() throws {
        let text = try Self.text("docs/alerts.yaml")
        for part in ["- alert: ", "expr: ", "severity: ", "summary: ", "description: "] {
            #expect(text.split(separator: "\n").count { $0.contains(part) } == 5, "\(part)")
        }
    }

    @Test("The dashboard is JSON that Grafana imports: each panel has its place and its queries")
    func dashboard() throws {
        let panels = try JSON.parse(Self.text("docs/grafana.json"))["panels"]?.array ?? []
        #expect(panels.count >= 20)
        #expect(Set(panels.compactMap { $0["id"]?.int }).count == panels.count)
        for panel in panels {
            #expect(panel["gridPos"]?["w"]?.int ?? 0 > 0 && panel["title"]?.string?.isEmpty == false)
            #expect(panel["targets"]?.array?.allSatisfy { $0["expr"]?.string?.isEmpty == false } == true)
        }
    }
}
