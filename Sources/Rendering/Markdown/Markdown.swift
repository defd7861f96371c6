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
    /// Renders CommonMark. The HTML holds no raw HTML of the input (its text is kept, its markup is not), and links and
    /// images only to `http:`, `https:`, `mailto:` and `tel:`; of any other the text is kept.
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
        MarkdownSafety.clean(document)
        return RenderedText(html: html(of: document), text: MarkdownText.text(of: document))
    }

    private static func html(of document: OpaquePointer) -> String {
        guard let rendered = cmark_render_html(document, CMARK_OPT_DEFAULT) else { return "" }
        defer { cmark_get_default_mem_allocator().pointee.free(rendered) }
        return String(cString: rendered).trimmedEnd
    }
}
