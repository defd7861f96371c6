import RelayCore

extension JSON {
    /// For a file that people read: one member a line, and a line break at the end.
    package var indentedText: String { indented("") + "\n" }

    private func indented(_ margin: String) -> String {
        let inner = margin + "  "
        switch self {
        case .object(let members) where !members.isEmpty:
            let lines = members.map { "\(inner)\(JSON.string($0.key).canonical): \($0.value.indented(inner))" }
            return "{\n\(lines.joined(separator: ",\n"))\n\(margin)}"
        case .array(let elements) where !elements.isEmpty:
            return "[\n\(elements.map { inner + $0.indented(inner) }.joined(separator: ",\n"))\n\(margin)]"
        default: return canonical
        }
    }
}
