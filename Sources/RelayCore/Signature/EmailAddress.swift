/// The domain of an e-mail address, with or without a display name: `"Support" <help@shop.example>`.
package struct EmailAddress: Sendable, Hashable {
    package let domain: DomainName

    /// - Throws: ``FieldError`` at `path`; the address itself does not stand in it.
    package init(_ text: String, path: String) throws(FieldError) {
        var address = Self.bracketed(text) ?? text[...]
        while address.last?.isWhitespace == true { address.removeLast() }
        while address.first?.isWhitespace == true { address.removeFirst() }
        guard let at = address.lastIndex(of: "@"), at > address.startIndex else {
            throw FieldError(path: path, problem: "is no e-mail address: it has no @ after a name")
        }
        domain = try DomainName(String(address[address.index(after: at)...]), path: path)
    }

    /// What stands in the last `<…>` outside quotation marks.
    private static func bracketed(_ text: String) -> Substring? {
        var isQuoted = false
        var isEscaped = false
        var start: String.Index?
        var found: Substring?
        for index in text.indices {
            let character = text[index]
            if isEscaped {
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if !isQuoted, character == "<" {
                start = text.index(after: index)
            } else if !isQuoted, character == ">", let begin = start {
                found = text[begin..<index]
                start = nil
            }
        }
        return found
    }
}
