import RelayCore

/// Puts a signature under a message: in both twins, before a quoted conversation, and once.
package struct SignatureComposer: Sendable {
    private let html: String
    private let text: String

    package init(_ signature: EmailSignature) {
        html = "<div class=\"\(Self.marker)\">\(signature.html)</div>"
        text = signature.text ?? HTMLText.text(fromHTML: signature.html)
    }

    /// The class of the element around a signature: by it, one that stands already is known.
    static let marker = "deskrelay-signature"

    /// The conventional line between a text and its signature. Source: RFC 3676, section 4.3
    private static let delimiter = "-- "

    package func sign(html body: String) -> String {
        guard !body.contains(html) else { return body }
        let cut = Self.quoteStart(html: body) ?? body.endIndex
        return body[..<cut] + html + body[cut...]
    }

    package func sign(text body: String) -> String {
        let block = "\(Self.delimiter)\n\(text)"
        guard !text.isEmpty, !body.contains(block) else { return body }
        guard let cut = Self.quoteStart(text: body) else { return "\(body.trimmedEnd)\n\n\(block)" }
        return "\(String(body[..<cut]).trimmedEnd)\n\n\(block)\n\n\(body[cut...])"
    }

    /// Where the mail programs in use begin the quoted conversation.
    private static func quoteStart(html: String) -> String.Index? {
        ["<div class=\"gmail_quote", "<blockquote type=\"cite\"", "<div id=\"appendonsend\"", "<div id=\"divRplyFwdMsg\""]
            .compactMap { html.firstRange(of: $0)?.lowerBound }.min()
    }

    /// The first line from which on only quoted and empty lines follow, with the line that introduces them.
    private static func quoteStart(text: String) -> String.Index? {
        var start: String.Index?
        var lineStart = text.startIndex
        var previous: (start: String.Index, isIntroduction: Bool)?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            lineStart = line.startIndex
            if line.hasPrefix(">") {
                if start == nil { start = previous?.isIntroduction == true ? previous?.start : lineStart }
            } else if !line.allSatisfy(\.isWhitespace) {
                start = nil
                previous = (lineStart, line.trimmedEndColon)
            }
        }
        return start
    }
}

extension Substring {
    /// `On … wrote:` in any language ends with a colon.
    fileprivate var trimmedEndColon: Bool { String(self).trimmedEnd.hasSuffix(":") }
}
