import CCMark

/// Finds the tables in a CommonMark document, where they are paragraphs, and makes HTML of them.
enum MarkdownTables {
    /// - Parameter source: What the document was parsed from, with line ends of one byte.
    static func replace(in document: OpaquePointer, source: String) {
        let bar = UInt8(ascii: "|")
        guard source.utf8.contains(bar) else { return }
        let lines = source.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for node in CommonMark.nodes(in: document, CMARK_NODE_PARAGRAPH) {
            let first = Int(cmark_node_get_start_line(node)) - 1
            let last = Int(cmark_node_get_end_line(node)) - 1
            guard first >= 0, first < last, last < lines.count, lines[first...last].contains(where: { $0.contains(bar) }) else {
                continue
            }
            let quotes = quoteDepth(of: node)
            var texts = lines[first...last].map { text(of: $0, quotes: quotes) }
            texts[0] = String(Substring(lines[first].dropFirst(Int(cmark_node_get_start_column(node)) - 1)))
            guard let found = PipeTable.find(in: texts), let block = cmark_node_new(CMARK_NODE_HTML_BLOCK) else { continue }
            CommonMark.insert(blocksOf: found.before.joined(separator: "\n"), before: node)
            cmark_node_set_literal(block, found.table.html)
            cmark_node_insert_before(node, block)
            CommonMark.insert(blocksOf: found.after.joined(separator: "\n"), before: node)
            CommonMark.discard(node)
        }
    }

    private static func quoteDepth(of node: OpaquePointer) -> Int {
        var depth = 0
        var ancestor = cmark_node_parent(node)
        while let block = ancestor {
            if cmark_node_get_type(block) == CMARK_NODE_BLOCK_QUOTE { depth += 1 }
            ancestor = cmark_node_parent(block)
        }
        return depth
    }

    /// A line without the indentation and the `>` of what it stands in.
    private static func text(of line: Substring.UTF8View, quotes: Int) -> String {
        var rest = line
        var left = quotes
        while let byte = rest.first {
            if byte == UInt8(ascii: ">"), left > 0 {
                left -= 1
            } else if byte != 0x20, byte != 0x09 {
                break
            }
            rest.removeFirst()
        }
        return String(Substring(rest))
    }
}
