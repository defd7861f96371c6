/// Lines that mail programs put between dashes over what they quote and forward.
enum MailSeparator {
    /// `-----Original Message-----`
    static func isOriginalMessage(_ line: Substring) -> Bool {
        guard line.utf8.count <= 200, line.hasPrefix("--"), line.hasSuffix("--") else { return false }
        return MailPhrases.originalMessage.contains(withoutDashes(line).lowercased())
    }

    /// `---------- Forwarded message ---------`, or `Begin forwarded message:`.
    static func isForward(_ line: Substring) -> Bool {
        guard line.utf8.count <= 120, line.utf8.first == UInt8(ascii: "-") || line.endsWithColon else { return false }
        return MailPhrases.forwarded.contains(withoutDashes(line).lowercased())
    }

    /// What stands between dashes, or before a colon.
    private static func withoutDashes(_ line: Substring) -> Substring {
        var rest = line
        while let first = rest.first, first == "-" || first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last == "-" || last == ":" || last == "：" || last.isWhitespace { rest.removeLast() }
        return rest
    }
}
