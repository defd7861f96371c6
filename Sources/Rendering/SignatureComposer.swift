import RelayCore

/// Puts a signature under a message: in both twins, before a quoted conversation, and once.
package struct SignatureComposer: Sendable {
    private let html: String
    private let text: String

    package init(_ signature: EmailSignature) {
        html = "<div class=\"\(Self.marker)\">\(signature.html)</div>"
        text = signature.text ?? HTMLText.text(fromHTML: signature.html)
    }

    /// The class of the element around a signature.
    static let marker = "deskrelay-signature"

    /// The conventional line between a text and its signature. Source: RFC 3676, section 4.3
    private static let delimiter = "-- "

    /// The message with the signature as a `div` of its own. A message that is signed already comes back as it is; a
    /// signature in the quoted conversation does not count.
    package func sign(html body: String) -> String {
        let point = QuotedConversation.insertionPoint(inHTML: body)
        if let standing = body.utf8.firstIndex(of: html.utf8), standing < point { return body }
        return body[..<point] + html + body[point...]
    }

    /// The message with the signature under a line of two dashes and a space. Signed once, as the HTML is.
    package func sign(text body: String) -> String {
        let block = "\(Self.delimiter)\n\(text)"
        let quote = QuotedConversation.start(inText: body)
        guard !text.isEmpty else { return body }
        if let standing = body.utf8.firstIndex(of: block.utf8), standing < quote ?? body.endIndex { return body }
        let message = (quote.map { body[..<$0] } ?? body[...]).trimmedEnd
        let signed = message.isEmpty ? block : "\(message)\n\n\(block)"
        return quote.map { "\(signed)\n\n\(body[$0...])" } ?? signed
    }
}

extension String.UTF8View {
    /// Where `other` begins for the first time. The standard library's own search brings the regular expressions along,
    /// megabytes in a function that has to start fast.
    fileprivate func firstIndex(of other: String.UTF8View) -> Index? {
        guard let first = other.first else { return startIndex }
        var rest = self[...]
        while let index = rest.firstIndex(of: first) {
            if self[index...].starts(with: other) { return index }
            rest = self[self.index(after: index)...]
        }
        return nil
    }
}
