import CGumbo

/// HTML as plain text: blocks become paragraphs, links keep their target, scripts and styles are left out.
package enum HTMLText {
    /// More tags than this are not parsed into a tree (libgumbo frees a tree by recursion, so depth must be bounded): such
    /// a text loses its tags and nothing more is made of them.
    static let tagLimit = 20_000

    package static func text(fromHTML html: String) -> String {
        guard html.utf8.count(where: { $0 == UInt8(ascii: "<") }) <= tagLimit else { return withoutTags(html) }
        var options = kGumboDefaultOptions
        options.max_errors = 0
        var source = html
        return source.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                guard let start = characters.baseAddress,
                    let output = gumbo_parse_with_options(&options, start, characters.count)
                else { return "" }
                defer { gumbo_destroy_output(&options, output) }
                return text(of: output.pointee.root)
            }
        }
    }

    private enum Step {
        case enter(UnsafeMutablePointer<GumboNode>)
        case leave(UnsafeMutablePointer<GumboNode>)
    }

    /// Walks the tree with a stack of its own.
    private static func text(of root: UnsafeMutablePointer<GumboNode>?) -> String {
        guard let root else { return "" }
        var layout = TextLayout()
        var steps: [Step] = [.enter(root)]
        while let step = steps.popLast() {
            switch step {
            case .leave(let node): close(node, &layout)
            case .enter(let node):
                switch node.pointee.type {
                case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE, GUMBO_NODE_CDATA:
                    layout.append(flowing: String(cString: node.pointee.v.text.text))
                case GUMBO_NODE_ELEMENT where !isHidden(node.pointee.v.element.tag):
                    open(node, &layout)
                    steps.append(.leave(node))
                    let children = node.pointee.v.element.children
                    for index in (0..<Int(children.length)).reversed() {
                        if let child = children.data[index] {
                            steps.append(.enter(child.assumingMemoryBound(to: GumboNode.self)))
                        }
                    }
                default: break
                }
            }
        }
        return layout.text
    }

    private static func isHidden(_ tag: GumboTag) -> Bool {
        [GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_HEAD, GUMBO_TAG_TEMPLATE, GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TITLE].contains(tag)
    }

    private static func isParagraph(_ tag: GumboTag) -> Bool {
        [
            GUMBO_TAG_P, GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6, GUMBO_TAG_UL,
            GUMBO_TAG_OL, GUMBO_TAG_TABLE, GUMBO_TAG_PRE,
        ].contains(tag)
    }

    private static func isLine(_ tag: GumboTag) -> Bool {
        [GUMBO_TAG_DIV, GUMBO_TAG_TR, GUMBO_TAG_SECTION, GUMBO_TAG_ARTICLE, GUMBO_TAG_HEADER, GUMBO_TAG_FOOTER, GUMBO_TAG_BODY]
            .contains(tag)
    }

    private static func open(_ node: UnsafeMutablePointer<GumboNode>, _ layout: inout TextLayout) {
        switch node.pointee.v.element.tag {
        case GUMBO_TAG_BR: layout.breakLine()
        case GUMBO_TAG_BLOCKQUOTE:
            layout.breakParagraph()
            layout.push(prefix: "> ")
        case GUMBO_TAG_LI:
            layout.breakLine()
            layout.push(prefix: "  ")
            layout.mark(bullet: "- ")
        case GUMBO_TAG_HR:
            layout.breakParagraph()
            layout.append(verbatim: "---")
            layout.breakParagraph()
        case GUMBO_TAG_IMG: if let text = attribute("alt", of: node) { layout.append(flowing: text) }
        case GUMBO_TAG_TD, GUMBO_TAG_TH: layout.append(flowing: " ")
        case let tag where isParagraph(tag): layout.breakParagraph()
        case let tag where isLine(tag): layout.breakLine()
        default: break
        }
    }

    private static func close(_ node: UnsafeMutablePointer<GumboNode>, _ layout: inout TextLayout) {
        switch node.pointee.v.element.tag {
        case GUMBO_TAG_BLOCKQUOTE:
            layout.pop()
            layout.breakParagraph()
        case GUMBO_TAG_LI:
            layout.dropBullet()
            layout.pop()
            layout.breakLine()
        case GUMBO_TAG_A:
            let target = attribute("href", of: node) ?? ""
            let isWeb = target.hasPrefix("http://") || target.hasPrefix("https://")
            if isWeb, !layout.text.hasSuffix(target) { layout.append(flowing: " (\(target))") }
        case let tag where isParagraph(tag): layout.breakParagraph()
        case let tag where isLine(tag): layout.breakLine()
        default: break
        }
    }

    private static func attribute(_ name: String, of node: UnsafeMutablePointer<GumboNode>) -> String? {
        gumbo_get_attribute(&node.pointee.v.element.attributes, name).map { String(cString: $0.pointee.value) }
    }

    private static func withoutTags(_ html: String) -> String {
        var layout = TextLayout()
        for piece in html.split(separator: "<", omittingEmptySubsequences: false) {
            let text = piece.firstIndex(of: ">").map { piece[piece.index(after: $0)...] } ?? piece
            layout.append(flowing: " \(text)")
        }
        return layout.text
    }
}
