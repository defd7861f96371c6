import CGumbo

/// Tells an answer that is HTML as a whole from Markdown with HTML in it.
enum HTMLAnswer {
    /// Whether a text begins with a block of HTML and ends with a tag, and after each empty line goes on with one: CommonMark
    /// would read the indented lines of such a text as code.
    static func isHTML(_ text: String) -> Bool {
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(trimmed)
        guard let first = lines.first(where: { !$0.isEmpty }), let last = lines.last(where: { !$0.isEmpty }),
            last.last == UInt8(ascii: ">"), isBlock(first)
        else { return false }
        var isAfterEmptyLine = false
        for line in lines {
            if isAfterEmptyLine, let byte = line.first, byte != UInt8(ascii: "<") { return false }
            isAfterEmptyLine = line.isEmpty
        }
        return true
    }

    private static func isBlock(_ line: Substring.UTF8View) -> Bool {
        guard line.first == UInt8(ascii: "<") else { return false }
        let name = Array(line.dropFirst().prefix { $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") && !isBlank($0) })
        if String(decoding: name, as: UTF8.self).lowercased() == "!doctype" { return true }
        return name.withUnsafeBufferPointer { bytes in
            let tag = HTMLTree.tag(named: bytes[...])
            return tag == GUMBO_TAG_HTML || HTMLTextReader.isBlock(tag)
        }
    }

    private static func trimmed(_ line: Substring.UTF8View) -> Substring.UTF8View {
        var rest = line.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }

    private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0D].contains(byte) }
}
