import RelayCore

/// A table as GitHub's Markdown writes it: a line of heads, a line of dashes, lines of cells.
/// Source: https://github.github.com/gfm/#tables-extension-
struct PipeTable {
    private let heads: [String]
    private let alignments: [String?]
    private let rows: [[String]]

    /// The first table in the lines of a paragraph, and what stands around it. More lenient than the source: heads and dashes need
    /// not be as many, and a line without a bar ends the table.
    static func find(in lines: [String]) -> (before: ArraySlice<String>, table: PipeTable, after: ArraySlice<String>)? {
        for index in lines.indices.dropFirst() where lines[index].utf8.contains(UInt8(ascii: "-")) {
            guard let alignments = alignments(lines[index]) else { continue }
            let heads = cells(lines[index - 1])
            guard lines[index - 1].utf8.contains(UInt8(ascii: "|")) else { continue }
            let end = lines[(index + 1)...].firstIndex { !$0.utf8.contains(UInt8(ascii: "|")) } ?? lines.endIndex
            let table = PipeTable(heads: heads, alignments: alignments, rows: lines[(index + 1)..<end].map(cells))
            return (lines[..<(index - 1)], table, lines[end...])
        }
        return nil
    }

    /// The cells of a line; a bar behind a backslash is part of its cell.
    private static func cells(_ line: String) -> [String] {
        var cells: [[UInt8]] = [[]]
        var isEscaped = false
        for byte in line.trimmed.utf8 {
            if byte == UInt8(ascii: "|") {
                if isEscaped {
                    cells[cells.count - 1].removeLast()
                    cells[cells.count - 1].append(byte)
                } else {
                    cells.append([])
                }
            } else {
                cells[cells.count - 1].append(byte)
            }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
        var texts = cells.map { String(decoding: $0, as: UTF8.self).trimmed }
        if texts.count > 1, texts.first?.isEmpty == true { texts.removeFirst() }
        if texts.count > 1, texts.last?.isEmpty == true { texts.removeLast() }
        return texts
    }

    /// How the columns are aligned, by the line below the heads; nil for another line.
    private static func alignments(_ line: String) -> [String?]? {
        guard line.utf8.contains(UInt8(ascii: "|")) else { return nil }
        var alignments: [String?] = []
        for cell in cells(line) {
            let (isLeft, isRight) = (cell.hasPrefix(":"), cell.hasSuffix(":"))
            let dashes = cell.utf8.dropFirst(isLeft ? 1 : 0).dropLast(isRight ? 1 : 0)
            guard !dashes.isEmpty, dashes.allSatisfy({ $0 == UInt8(ascii: "-") }) else { return nil }
            alignments.append(isLeft && isRight ? "center" : isRight ? "right" : isLeft ? "left" : nil)
        }
        return alignments
    }
}

// MARK: - HTML

extension PipeTable {
    var html: String {
        let columns = max(heads.count, alignments.count)
        let body = rows.map { row($0, "td", columns: max(columns, $0.count)) }.joined()
        return "<table>\n<thead>\n\(row(heads, "th", columns: columns))</thead>\n"
            + (body.isEmpty ? "" : "<tbody>\n\(body)</tbody>\n") + "</table>\n"
    }

    private func row(_ cells: [String], _ tag: String, columns: Int) -> String {
        let shown = (0..<columns).map { column in
            let alignment = column < alignments.count ? alignments[column].map { " align=\"\($0)\"" } ?? "" : ""
            return "<\(tag)\(alignment)>\(column < cells.count ? Self.inline(cells[column]) : "")</\(tag)>\n"
        }
        return "<tr>\n\(shown.joined())</tr>\n"
    }

    /// A cell as HTML. The bracket before it keeps CommonMark from reading a list or a heading; as punctuation it changes nothing
    /// else.
    private static func inline(_ cell: String) -> String {
        let (start, end) = ("<p>(", "</p>\n")
        guard !cell.isEmpty, let document = CommonMark.parse("(\(cell)") else { return "" }
        defer { CommonMark.discard(document) }
        let html = CommonMark.rendered(document)
        guard html.hasPrefix(start), html.hasSuffix(end) else { return HTMLEscape.escape(cell) }
        return String(html.dropFirst(start.count).dropLast(end.count))
    }
}
