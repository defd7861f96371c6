import CGumbo

/// A table of HTML as lines of text, with its columns below each other.
enum TableText {
    /// Cells longer than this push the next one to the right: whole paragraphs would move it out of sight.
    private static let widestColumn = 40

    static func lines(of table: HTMLTree.Node) -> [String] {
        let rows = rows(of: table)
        var widths: [Int] = []
        for row in rows where row.count > 1 {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = min(max(widths[column], cell.unicodeScalars.count), widestColumn)
            }
        }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let missing = column == row.count - 1 ? 0 : max(0, widths[column] - cell.unicodeScalars.count)
                return cell + String(repeating: " ", count: missing)
            }.joined(separator: "  ").trimmedEnd
        }.filter { !$0.isEmpty }
    }

    private static func rows(of table: HTMLTree.Node) -> [[String]] {
        var rows: [[String]] = []
        HTMLTree.walk(table) { step in
            guard case .enter(let node) = step, HTMLTree.isElement(node) else { return .goOn }
            switch node.pointee.v.element.tag {
            case GUMBO_TAG_TR: rows.append([])
            case GUMBO_TAG_CAPTION:
                rows.append([text(of: node)])
                return .skip
            case GUMBO_TAG_TD, GUMBO_TAG_TH:
                if rows.isEmpty { rows.append([]) }
                rows[rows.count - 1].append(text(of: node))
                return .skip
            default: break
            }
            return .goOn
        }
        return rows
    }

    /// On one line.
    private static func text(of cell: HTMLTree.Node) -> String {
        var reader = HTMLTextReader()
        HTMLTree.walk(cell) { reader.visit($0) }
        return reader.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
