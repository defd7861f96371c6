import CGumbo

/// HTML of anybody as HTML that may be sent: text, a few elements without style or script, and links that only lead somewhere.
enum SafeHTML {
    static func render(_ html: String) -> RenderedText {
        let safe = HTMLTree.withRoot(of: html) { root, _ in
            var writer = SafeHTMLWriter()
            HTMLTree.walk(root) { writer.visit($0) }
            return writer.html
        }
        if let safe { return RenderedText(html: safe, text: HTMLText.text(fromHTML: safe, alignsTables: true)) }
        let text = HTMLText.text(fromHTML: html)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { HTMLEscape.escape(String($0)) }
        return RenderedText(html: "<p>\(lines.joined(separator: "<br />\n"))</p>", text: text)
    }
}

/// Writes a tree of HTML down. An element that is not known gives way to what it holds.
private struct SafeHTMLWriter {
    private var output = ""
    /// The end tags of the elements around; nil for one that was not written.
    private var ends: [String?] = []
    /// How many elements around were written.
    private var depth = 0
    /// Whether words that stand in no block are in a paragraph made for them.
    private var isInOwnParagraph = false
    private var isInLink = false

    var html: String { output.trimmedEnd + (isInOwnParagraph ? "</p>" : "") }

    mutating func visit(_ step: HTMLTree.Step) -> HTMLTree.Course {
        switch step {
        case .leave(let node):
            guard let end = ends.popLast() ?? nil else { break }
            if node.pointee.v.element.tag == GUMBO_TAG_A { isInLink = false }
            depth -= 1
            if output.hasSuffix("<p>") {
                output.removeLast("<p>".count)
            } else {
                output += end
            }
        case .enter(let node):
            switch node.pointee.type {
            case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE, GUMBO_NODE_CDATA:
                let text = HTMLEscape.escape(HTMLTree.text(of: node))
                let isFirst = node.pointee.type != GUMBO_NODE_WHITESPACE && openParagraph(for: node)
                output += isFirst ? text.drop(while: \.isWhitespace) : text[...]
            case GUMBO_NODE_ELEMENT:
                guard !HTMLTextReader.isHidden(node.pointee.v.element.tag) else { return .skip }
                let end = open(node)
                ends.append(end)
                if end != nil { depth += 1 }
            default: return .skip
            }
        }
        return .goOn
    }

    /// - Returns: The end tag; nil where the element has none, or was not written.
    private mutating func open(_ node: HTMLTree.Node) -> String? {
        switch node.pointee.v.element.tag {
        case GUMBO_TAG_BR:
            if isInOwnParagraph || depth > 0 { output += "<br />" }
        case GUMBO_TAG_HR:
            closeParagraph()
            output += "<hr />"
        case GUMBO_TAG_IMG: image(node)
        case GUMBO_TAG_A:
            guard !isInLink, let target = HTMLTree.attribute("href", of: node), LinkTarget.isSafe(target) else { return nil }
            isInLink = true
            openParagraph(for: node)
            output += "<a href=\"\(HTMLEscape.escape(target))\">"
            return "</a>"
        case let tag:
            let isBlock = HTMLTextReader.isBlock(tag)
            guard let name = Self.name(of: tag, isBlock: isBlock) else { return nil }
            if isBlock {
                closeParagraph()
            } else {
                openParagraph(for: node)
            }
            output += "<\(name)\(isBlock ? direction(of: node) : "")\(attributes(of: node))>"
            return "</\(name)>"
        }
        return nil
    }

    /// An image is loaded by whoever reads, which tells its sender so: its description stands instead, as a link where it leads
    /// anywhere.
    private mutating func image(_ node: HTMLTree.Node) {
        let source = HTMLTree.attribute("src", of: node).flatMap { LinkTarget.isSafe($0) ? $0 : nil }
        let description = HTMLTree.attribute("alt", of: node)?.trimmedEnd ?? ""
        let words = HTMLEscape.escape(description.isEmpty ? source ?? "" : description)
        guard !words.isEmpty else { return }
        openParagraph(for: node)
        if let source, !isInLink {
            output += "<a href=\"\(HTMLEscape.escape(source))\">\(words)</a>"
        } else {
            output += words
        }
    }

    // MARK: Blocks at the top

    private func direction(of node: HTMLTree.Node) -> String {
        depth == 0 && TextDirection.isRightToLeft(HTMLTree.text(in: node)) ? " dir=\"rtl\"" : ""
    }

    /// - Returns: Whether it was opened just now.
    @discardableResult
    private mutating func openParagraph(for node: HTMLTree.Node) -> Bool {
        guard depth == 0, !isInOwnParagraph else { return false }
        isInOwnParagraph = true
        output += "<p\(direction(of: node))>"
        return true
    }

    private mutating func closeParagraph() {
        guard depth == 0, isInOwnParagraph else { return }
        isInOwnParagraph = false
        output = output.trimmedEnd + "</p>\n"
    }
}

// MARK: - Elements

extension SafeHTMLWriter {
    /// nil for an element that gives way to what it holds. Any other block is a `div`.
    private static func name(of tag: GumboTag, isBlock: Bool) -> String? {
        let name = gumbo_normalized_tagname(tag).map { String(cString: $0) } ?? ""
        if elements.contains(name) { return name }
        return isBlock && tag != GUMBO_TAG_BODY ? "div" : nil
    }

    private static let elements: Set<String> = [
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "code", "em", "strong",
        "b", "i", "u", "s", "del", "ins", "sub", "sup", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
    ]

    private func attributes(of node: HTMLTree.Node) -> String {
        switch node.pointee.v.element.tag {
        case GUMBO_TAG_OL:
            guard let start = HTMLTree.attribute("start", of: node).flatMap({ Int($0) }), start != 1 else { return "" }
            return " start=\"\(start)\""
        // Without a frame, columns of short words are hard to tell apart.
        case GUMBO_TAG_TABLE: return " border=\"1\" cellpadding=\"4\" cellspacing=\"0\""
        case GUMBO_TAG_TH, GUMBO_TAG_TD:
            guard let align = HTMLTree.attribute("align", of: node), ["left", "center", "right"].contains(align) else {
                return ""
            }
            return " align=\"\(align)\""
        default: return ""
        }
    }
}
