/// One e-mail address, with or without a display name: `"Support" <help@shop.example>`.
///
/// Reads what RFC 5322 allows around an address (quoted strings, comments in parentheses, white space) and nothing of its
/// obsolete forms. Source: https://www.rfc-editor.org/rfc/rfc5322#section-3.4
package struct EmailAddress: Sendable, Hashable {
    /// What stands before the @.
    package let localPart: String
    package let domain: DomainName
    /// As it was given, without a display name and comments.
    package let bare: String

    /// The mailbox that it is delivered to, ready to compare: in lower case, and without what follows a plus.
    package var mailbox: String { "\(localPart.lowercased().prefix { $0 != "+" })@\(domain.ascii)" }

    /// - Throws: ``FieldError`` at `path`; the address itself does not stand in it.
    package init(_ text: String, path: String) throws(FieldError) {
        var reader = AddressReader()
        for scalar in text.unicodeScalars { reader.read(scalar) }
        guard !reader.isOpen else {
            throw FieldError(
                path: path, problem: "is not an e-mail address: a quotation mark, a parenthesis or a < is not closed")
        }
        let parts = reader.parts
        guard parts.count > 1, !parts[0].trimmed.isEmpty else {
            throw FieldError(path: path, problem: "is not an e-mail address: no @ after a name")
        }
        guard parts.count == 2 else {
            throw FieldError(path: path, problem: "is not an e-mail address: more than one @")
        }
        localPart = parts[0].trimmed
        domain = try DomainName(parts[1].trimmed, path: path)
        bare = "\(localPart)@\(parts[1].trimmed)"
    }
}

/// Takes comments and the display name away and parts what is left at each @ that stands outside quotation marks.
private struct AddressReader {
    private(set) var parts = [""]
    private var isQuoted = false
    private var isEscaped = false
    private var commentDepth = 0
    private var isInBrackets = false
    /// Something stood in `<…>`: that is the address, and what follows is not.
    private var isComplete = false

    var isOpen: Bool { isQuoted || commentDepth > 0 || isInBrackets }

    mutating func read(_ scalar: Unicode.Scalar) {
        if isEscaped {
            isEscaped = false
            keep(scalar)
        } else if scalar == "\\", isQuoted || commentDepth > 0 {
            isEscaped = true
            keep(scalar)
        } else if isQuoted {
            isQuoted = scalar != "\""
            keep(scalar)
        } else if scalar == "(" {
            commentDepth += 1
        } else if commentDepth > 0 {
            commentDepth -= scalar == ")" ? 1 : 0
        } else {
            readPlain(scalar)
        }
    }

    private mutating func readPlain(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "<" where !isComplete:
            parts = [""]
            isInBrackets = true
        case ">" where isInBrackets:
            isInBrackets = false
            isComplete = true
        case "@" where !isComplete: parts.append("")
        case "\"":
            isQuoted = true
            keep(scalar)
        default: keep(scalar)
        }
    }

    private mutating func keep(_ scalar: Unicode.Scalar) {
        guard commentDepth == 0, !isComplete else { return }
        parts[parts.count - 1].unicodeScalars.append(scalar)
    }
}
