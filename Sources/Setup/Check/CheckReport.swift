import RelayCore

/// The check's lines together, for people and for programs.
package struct CheckReport: Sendable {
    package let lines: [CheckLine]
    /// The name of the engine's line.
    package static let engine = EngineCheck.name

    package init(_ lines: [CheckLine]) { self.lines = lines }

    /// The line on the file of a history that was before the queue was shared.
    package static func leftHistory(_ path: String) -> CheckLine { StateCheck.leftHistory(path) }

    package func count(_ verdict: CheckLine.Verdict) -> Int { lines.count { $0.verdict == verdict } }

    /// The names of what is not as it must be, each once.
    package var faults: [String] {
        lines.filter { $0.verdict == .fault }.map(title).reduce(into: []) { unique, name in
            if !unique.contains(name) { unique.append(name) }
        }
    }

    package var summary: String {
        let parts = [("fault", count(.fault)), ("warning", count(.warning))].filter { $0.1 > 0 }.map { word, count in
            "\(count) \(word)\(count == 1 ? "" : "s")"
        }
        return parts.isEmpty ? "All is well." : "\(parts.joined(separator: ", "))."
    }

    package var json: JSON {
        [
            "lines": .array(lines.map(\.json)), "faults": .number(JSONNumber(count(.fault))),
            "warnings": .number(JSONNumber(count(.warning))),
        ]
    }

    /// One line each, and below it what to do. Never longer than what they say.
    package var text: String {
        let width = lines.map { title($0).count }.max() ?? 0
        let rows = lines.flatMap { line -> [String] in
            let name = title(line).padded(to: width)
            let first = "\(line.verdict.rawValue.padded(to: 7))  \(name)  \(line.says)"
            return [first] + (line.fix.map { ["\(String(repeating: " ", count: 9))→ \($0)"] } ?? [])
        }
        return (rows + [summary]).joined(separator: "\n")
    }

    private func title(_ line: CheckLine) -> String {
        guard Set(lines.compactMap(\.organization)).count > 1, let organization = line.organization else { return line.name }
        return "\(organization): \(line.name)"
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
