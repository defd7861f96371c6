import CCMark

/// One text in the two forms in which it is sent.
package struct RenderedText: Sendable, Hashable {
    package var html: String
    package var text: String

    package init(html: String, text: String) {
        self.html = html
        self.text = text
    }
}

/// CommonMark to safe HTML and to plain text.
package enum Markdown {
    /// Renders CommonMark. The HTML holds no raw HTML of the input (its text is kept, its markup is not) and no link that
    /// could run code: libcmark leaves `javascript:`, `vbscript:`, `file:` and `data:` targets empty.
    package static func render(_ markdown: String) -> RenderedText {
        var source = markdown
        let document = source.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                cmark_parse_document(characters.baseAddress, characters.count, CMARK_OPT_VALIDATE_UTF8)
            }
        }
        guard let document else {
            return RenderedText(html: "<p>\(HTMLEscape.escape(markdown))</p>", text: markdown)
        }
        defer { cmark_node_free(document) }
        RawHTML.remove(from: document)
        return RenderedText(html: html(of: document), text: MarkdownText.text(of: document))
    }

    private static func html(of document: OpaquePointer) -> String {
        guard let rendered = cmark_render_html(document, CMARK_OPT_DEFAULT) else { return "" }
        defer { cmark_get_default_mem_allocator().pointee.free(rendered) }
        return String(cString: rendered).trimmedEnd
    }
}

/// Takes raw HTML out of a CommonMark tree, and keeps what it says.
private enum RawHTML {
    static func remove(from document: OpaquePointer) {
        for node in nodes(in: document) {
            switch cmark_node_get_type(node) {
            case CMARK_NODE_HTML_BLOCK: replace(block: node)
            case CMARK_NODE_HTML_INLINE: replace(inline: node)
            default: break
            }
        }
    }

    private static func nodes(in document: OpaquePointer) -> [OpaquePointer] {
        guard let iterator = cmark_iter_new(document) else { return [] }
        defer { cmark_iter_free(iterator) }
        var nodes: [OpaquePointer] = []
        while cmark_iter_next(iterator) != CMARK_EVENT_DONE {
            guard let node = cmark_iter_get_node(iterator) else { continue }
            let type = cmark_node_get_type(node)
            if type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE { nodes.append(node) }
        }
        return nodes
    }

    private static func replace(block node: OpaquePointer) {
        let text = HTMLText.text(fromHTML: literal(of: node))
        if !text.isEmpty, let paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH), let content = cmark_node_new(CMARK_NODE_TEXT) {
            cmark_node_set_literal(content, text)
            cmark_node_append_child(paragraph, content)
            cmark_node_insert_before(node, paragraph)
        }
        discard(node)
    }

    private static func replace(inline node: OpaquePointer) {
        let tag = literal(of: node).lowercased()
        if tag.hasPrefix("<br"), let lineBreak = cmark_node_new(CMARK_NODE_LINEBREAK) {
            cmark_node_insert_before(node, lineBreak)
        }
        discard(node)
    }

    private static func discard(_ node: OpaquePointer) {
        cmark_node_unlink(node)
        cmark_node_free(node)
    }

    private static func literal(of node: OpaquePointer) -> String {
        cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
    }
}
