import CCMark
import RelayCore

/// The plain-text twin of a CommonMark document: emphasis without its marks, links with their target, lists with bullets.
enum MarkdownText {
    static func text(of document: OpaquePointer) -> String {
        guard let iterator = cmark_iter_new(document) else { return "" }
        defer { cmark_iter_free(iterator) }
        var layout = TextLayout()
        var lists: [Int?] = []
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { break }
            if event == CMARK_EVENT_ENTER {
                enter(node, &layout, &lists)
            } else {
                leave(node, &layout, &lists)
            }
        }
        return layout.text
    }

    private static func enter(_ node: OpaquePointer, _ layout: inout TextLayout, _ lists: inout [Int?]) {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING: separate(node, &layout)
        case CMARK_NODE_BLOCK_QUOTE:
            layout.breakParagraph()
            layout.push(prefix: "> ")
        case CMARK_NODE_LIST:
            if lists.isEmpty { layout.breakParagraph() }
            let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
            lists.append(isOrdered ? Int(cmark_node_get_list_start(node)) : nil)
        case CMARK_NODE_ITEM:
            let number = lists.last ?? nil
            layout.openItem(number: number)
            if let number { lists[lists.count - 1] = number + 1 }
        case CMARK_NODE_CODE_BLOCK:
            layout.breakParagraph()
            layout.append(verbatim: literal(of: node).trimmedEnd)
            layout.breakParagraph()
        case CMARK_NODE_THEMATIC_BREAK: layout.appendRule()
        case CMARK_NODE_TEXT, CMARK_NODE_CODE: layout.append(flowing: literal(of: node))
        case CMARK_NODE_SOFTBREAK: layout.append(flowing: " ")
        case CMARK_NODE_LINEBREAK: layout.addLineBreak()
        default: break
        }
    }

    private static func leave(_ node: OpaquePointer, _ layout: inout TextLayout, _ lists: inout [Int?]) {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING: separate(node, &layout)
        case CMARK_NODE_BLOCK_QUOTE:
            layout.pop()
            layout.breakParagraph()
        case CMARK_NODE_LIST:
            lists.removeLast()
            if lists.isEmpty { layout.breakParagraph() }
        case CMARK_NODE_ITEM: layout.closeItem()
        case CMARK_NODE_LINK, CMARK_NODE_IMAGE: layout.append(target: cmark_node_get_url(node).map { String(cString: $0) } ?? "")
        default: break
        }
    }

    /// Paragraphs of a tight list are lines.
    private static func separate(_ node: OpaquePointer, _ layout: inout TextLayout) {
        let list = cmark_node_parent(node).flatMap(cmark_node_parent)
        if let list, cmark_node_get_type(list) == CMARK_NODE_LIST, cmark_node_get_list_tight(list) != 0 {
            layout.breakLine()
        } else {
            layout.breakParagraph()
        }
    }

    private static func literal(of node: OpaquePointer) -> String {
        cmark_node_get_literal(node).map { MarkRuns.capped(String(cString: $0)) } ?? ""
    }
}
