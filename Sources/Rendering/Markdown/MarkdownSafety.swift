import CCMark

/// Takes raw HTML and unsafe links out of a CommonMark tree, and keeps what they say.
///
/// The tree is cleaned, not the output, so that HTML and plain text say the same.
enum MarkdownSafety {
    static func clean(_ document: OpaquePointer) {
        for node in suspects(in: document) {
            switch cmark_node_get_type(node) {
            case CMARK_NODE_HTML_BLOCK: replace(block: node)
            case CMARK_NODE_HTML_INLINE: replace(inline: node)
            default: unwrap(node)
            }
        }
    }

    /// What must go, inner nodes before the ones around them. The tree is changed only after the walk through it.
    private static func suspects(in document: OpaquePointer) -> [OpaquePointer] {
        guard let iterator = cmark_iter_new(document) else { return [] }
        defer { cmark_iter_free(iterator) }
        var nodes: [OpaquePointer] = []
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { return nodes }
            switch cmark_node_get_type(node) {
            case CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE: nodes.append(node)
            case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
                let target = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
                if event == CMARK_EVENT_EXIT, !LinkTarget.isSafe(target) { nodes.append(node) }
            default: break
            }
        }
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

    /// A link gives way to its text, an image to its description.
    private static func unwrap(_ node: OpaquePointer) {
        while let child = cmark_node_first_child(node) { cmark_node_insert_before(node, child) }
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
