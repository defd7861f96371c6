import CGumbo

/// HTML as the tree that a browser makes of it, read by libgumbo.
package enum HTMLTree {
    package typealias Node = UnsafeMutablePointer<GumboNode>

    /// libgumbo's time grows with the square of the depth, and it frees a tree by recursion: ten thousand nested lists take
    /// it a third of a second.
    static let tagLimit = 10_000

    /// Formatting elements that are left open are repeated in every paragraph that follows, so that their number times the
    /// number of tags bounds the size of the tree. Without this bound 44 KB of HTML become 2 GB of tree.
    static let repeatedElementLimit = 250_000

    /// Parses and lends the tree for the time of the call, with the bytes that its pieces point into.
    ///
    /// nil when the text is beyond the limits.
    /// - Parameter isFlat: The text is known to have no depth: the limits do not apply.
    package static func withRoot<Result>(
        of html: String, isFlat: Bool = false, _ body: (_ root: Node, _ source: UnsafePointer<CChar>) -> Result
    ) -> Result? {
        var source = html
        return source.withUTF8 { bytes -> Result? in
            guard isFlat || isWithinLimits(bytes) else { return nil }
            return bytes.withMemoryRebound(to: CChar.self) { characters -> Result? in
                var options = kGumboDefaultOptions
                options.max_errors = 0
                guard let start = characters.baseAddress,
                    let output = gumbo_parse_with_options(&options, start, characters.count)
                else { return nil }
                defer { gumbo_destroy_output(&options, output) }
                guard let root = output.pointee.root else { return nil }
                return body(root, start)
            }
        }
    }

    private static func isWithinLimits(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var tags = 0
        var styles = 0
        for index in bytes.indices where bytes[index] == UInt8(ascii: "<") {
            tags += 1
            let name = tagName(in: bytes, at: index + 1)
            let end = index + 1 + name.count
            // Without attributes no more than three of a kind are repeated.
            let hasAttributes = end < bytes.count && bytes[end] != UInt8(ascii: ">")
            if hasAttributes, isFormatting(tag(named: name)) { styles += 1 }
            guard tags <= tagLimit, styles * tags <= repeatedElementLimit else { return false }
        }
        return true
    }

    /// The letters and digits at `start`: the name, where a tag starts just before.
    static func tagName(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Slice<UnsafeBufferPointer<UInt8>> {
        bytes[start...].prefix { byte in
            (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
        }
    }

    static func tag(named name: Slice<UnsafeBufferPointer<UInt8>>) -> GumboTag {
        guard !name.isEmpty else { return GUMBO_TAG_UNKNOWN }
        return UnsafeBufferPointer(rebasing: name).withMemoryRebound(to: CChar.self) { name in
            gumbo_tagn_enum(name.baseAddress, UInt32(truncatingIfNeeded: name.count))
        }
    }

    /// Elements of HTML's list of active formatting elements, except `a`, of which it holds one.
    /// Source: https://html.spec.whatwg.org/multipage/parsing.html#formatting
    private static func isFormatting(_ tag: GumboTag) -> Bool {
        [
            GUMBO_TAG_B, GUMBO_TAG_BIG, GUMBO_TAG_CODE, GUMBO_TAG_EM, GUMBO_TAG_FONT, GUMBO_TAG_I, GUMBO_TAG_NOBR, GUMBO_TAG_S,
            GUMBO_TAG_SMALL, GUMBO_TAG_STRIKE, GUMBO_TAG_STRONG, GUMBO_TAG_TT, GUMBO_TAG_U,
        ].contains(tag)
    }
}

// MARK: - Walking

extension HTMLTree {
    package enum Step {
        case enter(Node)
        case leave(Node)
    }

    package enum Course {
        case goOn
        /// Neither the node's children nor its end are visited.
        case skip
        case stop
    }

    /// Visits every node in the order of the text, with a stack of its own.
    package static func walk(_ root: Node, _ visit: (Step) -> Course) {
        var steps: [Step] = [.enter(root)]
        while let step = steps.popLast() {
            switch visit(step) {
            case .stop: return
            case .skip: continue
            case .goOn: break
            }
            guard case .enter(let node) = step, isElement(node) else { continue }
            steps.append(.leave(node))
            let children = node.pointee.v.element.children
            for index in (0..<Int(children.length)).reversed() {
                if let child = children.data[index] { steps.append(.enter(child.assumingMemoryBound(to: GumboNode.self))) }
            }
        }
    }

    package static func isElement(_ node: Node) -> Bool {
        node.pointee.type == GUMBO_NODE_ELEMENT || node.pointee.type == GUMBO_NODE_TEMPLATE
    }

    /// nil where the element has no such attribute.
    package static func attribute(_ name: String, of element: Node) -> String? {
        gumbo_get_attribute(&element.pointee.v.element.attributes, name).map { String(cString: $0.pointee.value) }
    }

    /// The characters of a node, without any layout.
    static func text(in node: Node) -> String {
        var text = ""
        walk(node) { step in
            guard case .enter(let node) = step, !isElement(node) else { return .goOn }
            switch node.pointee.type {
            case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE, GUMBO_NODE_CDATA: text += String(cString: node.pointee.v.text.text)
            default: break
            }
            return .goOn
        }
        return text
    }
}
