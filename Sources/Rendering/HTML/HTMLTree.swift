import CGumbo
import RelayCore

/// HTML as the tree that a browser makes of it, read by libgumbo.
package enum HTMLTree {
    package typealias Node = UnsafeMutablePointer<GumboNode>

    /// Parses and lends the tree for the time of the call, with the bytes that its pieces point into.
    ///
    /// nil when the text is beyond ``HTMLLimits``.
    /// - Parameter isFlat: The text is known to have no depth: the limits do not apply.
    @discardableResult
    package static func withRoot<Result>(
        of html: String, isFlat: Bool = false, _ body: (_ root: Node, _ source: UnsafePointer<CChar>) -> Result
    ) -> Result? {
        var source = html
        return source.withUTF8 { bytes -> Result? in
            guard isFlat || HTMLLimits.allow(bytes) else { return nil }
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
        gumbo_get_attribute(&element.pointee.v.element.attributes, name).map {
            MarkRuns.capped(String(cString: $0.pointee.value))
        }
    }

    /// Of a node that is text. An entity may stand for a mark: runs of them are cut here once more.
    package static func text(of node: Node) -> String { MarkRuns.capped(String(cString: node.pointee.v.text.text)) }

    /// The characters of a node, without any layout.
    static func text(in node: Node) -> String {
        var characters = ""
        walk(node) { step in
            guard case .enter(let node) = step, !isElement(node) else { return .goOn }
            switch node.pointee.type {
            case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE, GUMBO_NODE_CDATA: characters += text(of: node)
            default: break
            }
            return .goOn
        }
        return characters
    }
}
