import CGumbo
import RelayCore

/// HTML as plain text: blocks become paragraphs and lines, links keep their target, scripts and styles are left out.
package enum HTMLText {
    /// Never fails: HTML has no errors, and a text that nests beyond all measure loses its lists, quotes and link targets.
    /// - Parameter alignsTables: Sets the columns of tables below each other: not for mail, whose programs lay out by tables.
    package static func text(fromHTML html: String, alignsTables: Bool = false) -> String {
        var reader = HTMLTextReader(alignsTables: alignsTables)
        let hasTags = html.utf8.contains(UInt8(ascii: "<"))
        if hasTags, HTMLTree.withRoot(of: html, { root, _ in HTMLTree.walk(root) { reader.visit($0) } }) != nil {
            return reader.text
        }
        reader = HTMLTextReader(alignsTables: false)
        HTMLFlattening.flatten(html) { part in reader.visit(part) }
        return reader.text
    }
}

/// Lays a tree of HTML out as plain text.
package struct HTMLTextReader {
    private var layout = TextLayout()
    /// The next number of each open list; nil for one with bullets.
    private var lists: [Int?] = []
    private var verbatimDepth = 0
    private let alignsTables: Bool

    package init(alignsTables: Bool = false) { self.alignsTables = alignsTables }

    /// What was laid out until now.
    package var text: String { layout.text }

    package mutating func visit(_ step: HTMLTree.Step) -> HTMLTree.Course {
        switch step {
        case .leave(let element): close(element)
        case .enter(let node):
            switch node.pointee.type {
            case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE, GUMBO_NODE_CDATA: append(HTMLTree.text(of: node))
            case GUMBO_NODE_ELEMENT:
                guard !Self.isHidden(node.pointee.v.element.tag) else { return .skip }
                if alignsTables, node.pointee.v.element.tag == GUMBO_TAG_TABLE {
                    layout.breakParagraph()
                    layout.append(verbatim: TableText.lines(of: node).joined(separator: "\n"))
                    layout.breakParagraph()
                    return .skip
                }
                open(node)
            default: return .skip
            }
        }
        return .goOn
    }

    mutating func visit(_ part: HTMLFlattening.Part) {
        switch part {
        case .lineBreak: layout.addLineBreak()
        // What libgumbo would give back as it is: it reads entities, and leaves NUL out.
        case .text(let text) where !text.utf8.contains(where: { $0 == UInt8(ascii: "&") || $0 == 0 }):
            append(MarkRuns.capped(text))
        case .text(let text):
            let escaped =
                text.utf8.contains(UInt8(ascii: "<"))
                ? text.split(separator: "<", omittingEmptySubsequences: false).joined(separator: "&lt;") : text
            HTMLTree.withRoot(of: escaped, isFlat: true) { root, _ in HTMLTree.walk(root) { visit($0) } }
        }
    }

    private mutating func append(_ text: String) {
        if verbatimDepth > 0 {
            layout.append(verbatim: text)
        } else {
            layout.append(flowing: text)
        }
    }

    private mutating func open(_ element: HTMLTree.Node) {
        switch element.pointee.v.element.tag {
        case GUMBO_TAG_BR: layout.addLineBreak()
        case GUMBO_TAG_HR: layout.appendRule()
        case GUMBO_TAG_BLOCKQUOTE:
            layout.breakParagraph()
            layout.push(prefix: "> ")
        case GUMBO_TAG_UL, GUMBO_TAG_OL:
            separateList()
            let isNumbered = element.pointee.v.element.tag == GUMBO_TAG_OL
            lists.append(isNumbered ? HTMLTree.attribute("start", of: element).flatMap { Int($0) } ?? 1 : nil)
        case GUMBO_TAG_LI: layout.openItem(number: nextNumber())
        case GUMBO_TAG_PRE:
            layout.breakParagraph()
            verbatimDepth += 1
        case GUMBO_TAG_IMG: if let text = HTMLTree.attribute("alt", of: element) { layout.append(flowing: text) }
        case GUMBO_TAG_TD, GUMBO_TAG_TH: layout.append(flowing: " ")
        case let tag where Self.isParagraph(tag): layout.breakParagraph()
        case let tag where Self.isBlock(tag): layout.breakLine()
        default: break
        }
    }

    private mutating func close(_ element: HTMLTree.Node) {
        switch element.pointee.v.element.tag {
        case GUMBO_TAG_BLOCKQUOTE:
            layout.pop()
            layout.breakParagraph()
        case GUMBO_TAG_UL, GUMBO_TAG_OL:
            lists.removeLast()
            separateList()
        case GUMBO_TAG_LI: layout.closeItem()
        case GUMBO_TAG_PRE:
            verbatimDepth -= 1
            layout.breakParagraph()
        case GUMBO_TAG_A: if let target = HTMLTree.attribute("href", of: element) { layout.append(target: target) }
        case let tag where Self.isParagraph(tag): layout.breakParagraph()
        case let tag where Self.isBlock(tag): layout.breakLine()
        default: break
        }
    }

    /// A list inside another one follows its item without an empty line.
    private mutating func separateList() {
        if lists.isEmpty {
            layout.breakParagraph()
        } else {
            layout.breakLine()
        }
    }

    private mutating func nextNumber() -> Int? {
        guard let last = lists.last, let number = last else { return nil }
        lists[lists.count - 1] = number &+ 1
        return number
    }
}

// MARK: - Elements

extension HTMLTextReader {
    static func isHidden(_ tag: GumboTag) -> Bool {
        switch tag {
        case GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_HEAD, GUMBO_TAG_TEMPLATE, GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TITLE,
            GUMBO_TAG_IFRAME, GUMBO_TAG_NOEMBED, GUMBO_TAG_NOFRAMES:
            true
        default: false
        }
    }

    private static func isParagraph(_ tag: GumboTag) -> Bool {
        switch tag {
        case GUMBO_TAG_P, GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6, GUMBO_TAG_TABLE:
            true
        default: false
        }
    }

    /// Elements that start and end a line.
    static func isBlock(_ tag: GumboTag) -> Bool {
        switch tag {
        case GUMBO_TAG_ADDRESS, GUMBO_TAG_ARTICLE, GUMBO_TAG_ASIDE, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_BODY, GUMBO_TAG_BR,
            GUMBO_TAG_CENTER, GUMBO_TAG_DD, GUMBO_TAG_DIV, GUMBO_TAG_DL, GUMBO_TAG_DT, GUMBO_TAG_FIGURE, GUMBO_TAG_FOOTER,
            GUMBO_TAG_FORM, GUMBO_TAG_HEADER, GUMBO_TAG_HR, GUMBO_TAG_LI, GUMBO_TAG_MAIN, GUMBO_TAG_NAV, GUMBO_TAG_OL,
            GUMBO_TAG_PRE, GUMBO_TAG_SECTION, GUMBO_TAG_TR, GUMBO_TAG_UL:
            true
        default: isParagraph(tag)
        }
    }
}
