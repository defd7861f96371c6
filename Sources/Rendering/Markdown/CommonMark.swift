import CCMark

/// CommonMark as HTML, as libcmark makes it, with the HTML of the input in it: ``SafeHTML`` comes after. Beyond CommonMark it knows
/// tables, keeps line breaks, and takes neither words in angle brackets for HTML nor the stars of a masked value for emphasis.
enum CommonMark {
    static func html(of markdown: String) -> String {
        let source = MaskedValues.protect(unixLines(markdown))
        guard let document = parse(source) else { return "<p>\(HTMLEscape.escape(markdown))</p>" }
        defer { cmark_node_free(document) }
        MarkdownTables.replace(in: document, source: source)
        readWordsInBrackets(in: document)
        keepLineBreaks(in: document)
        return MaskedValues.reveal(rendered(document))
    }

    static func parse(_ source: String) -> OpaquePointer? {
        var source = source
        return source.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                cmark_parse_document(characters.baseAddress, characters.count, CMARK_OPT_VALIDATE_UTF8)
            }
        }
    }

    static func rendered(_ node: OpaquePointer) -> String {
        guard let html = cmark_render_html(node, CMARK_OPT_UNSAFE) else { return "" }
        defer { cmark_get_default_mem_allocator().pointee.free(html) }
        return String(cString: html)
    }

    /// The nodes of a kind, in the order of the text. What is changed is changed after the walk.
    static func nodes(in document: OpaquePointer, _ type: cmark_node_type) -> [OpaquePointer] {
        guard let iterator = cmark_iter_new(document) else { return [] }
        defer { cmark_iter_free(iterator) }
        var nodes: [OpaquePointer] = []
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(iterator) else { return nodes }
            if event == CMARK_EVENT_ENTER, cmark_node_get_type(node) == type { nodes.append(node) }
        }
    }

    static func literal(of node: OpaquePointer) -> String { cmark_node_get_literal(node).map { String(cString: $0) } ?? "" }

    /// Puts the blocks of another document before a node.
    static func insert(blocksOf markdown: String, before node: OpaquePointer) {
        guard let document = parse(markdown) else { return }
        defer { cmark_node_free(document) }
        while let block = cmark_node_first_child(document) {
            cmark_node_unlink(block)
            guard cmark_node_insert_before(node, block) == 1 else { return cmark_node_free(block) }
        }
    }

    static func discard(_ node: OpaquePointer) {
        cmark_node_unlink(node)
        cmark_node_free(node)
    }

    // MARK: Changes of the tree

    /// A line that begins with words in angle brackets begins a block of HTML to CommonMark, and nothing in it is read.
    private static func readWordsInBrackets(in document: OpaquePointer) {
        for node in nodes(in: document, CMARK_NODE_HTML_BLOCK) {
            let text = literal(of: node)
            guard AngleBrackets.beginsWithWords(text) else { continue }
            insert(blocksOf: "\\" + text.drop(while: \.isWhitespace), before: node)
            discard(node)
        }
    }

    /// Whoever writes an answer means its line breaks; one behind a `<br>` is the same.
    private static func keepLineBreaks(in document: OpaquePointer) {
        for node in nodes(in: document, CMARK_NODE_SOFTBREAK) {
            if let previous = cmark_node_previous(node), cmark_node_get_type(previous) == CMARK_NODE_HTML_INLINE,
                literal(of: previous).lowercased().hasPrefix("<br")
            {
                continue
            }
            guard let lineBreak = cmark_node_new(CMARK_NODE_LINEBREAK) else { continue }
            cmark_node_insert_before(node, lineBreak)
            discard(node)
        }
    }

    /// With one kind of line end.
    private static func unixLines(_ text: String) -> String {
        let return_ = UInt8(ascii: "\r")
        guard text.utf8.contains(return_) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var isAfterReturn = false
        for byte in text.utf8 {
            if byte == return_ {
                bytes.append(UInt8(ascii: "\n"))
            } else if byte != UInt8(ascii: "\n") || !isAfterReturn {
                bytes.append(byte)
            }
            isAfterReturn = byte == return_
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
