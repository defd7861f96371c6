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

    /// The message with the signature as a `div` of its own. A message that is signed already, or that ends with the very words
    /// of the signature, comes back as it is; a signature in the quoted conversation does not count.
    package func sign(html body: String) -> String {
        let point = QuotedConversation.insertionPoint(inHTML: body)
        if let standing = body.utf8.firstIndex(of: html.utf8), standing < point { return body }
        if endsWithSignature(HTMLText.text(fromHTML: String(body[..<point]))) { return body }
        return body[..<point] + html + body[point...]
    }

    /// The message with the signature under a line of two dashes and a space. Signed once, as the HTML is.
    package func sign(text body: String) -> String {
        let block = "\(Self.delimiter)\n\(text)"
        let quote = QuotedConversation.start(inText: body)
        guard !text.isEmpty else { return body }
        if let standing = body.utf8.firstIndex(of: block.utf8), standing < quote ?? body.endIndex { return body }
        if endsWithSignature(String(body[..<(quote ?? body.endIndex)])) { return body }
        let message = (quote.map { body[..<$0] } ?? body[...]).trimmedEnd
        let signed = message.isEmpty ? block : "\(message)\n\n\(block)"
        return quote.map { "\(signed)\n\n\(body[$0...])" } ?? signed
    }

    /// Whether the last lines of a message are those of the signature: whoever wrote the message signed it.
    private func endsWithSignature(_ message: String) -> Bool {
        let signature = Self.words(in: text)
        guard !signature.isEmpty else { return false }
        return Self.words(in: message, last: signature.count) == signature
    }

    /// The lines that hold something, without white space around them; as many of the last ones as asked for.
    private static func words(in text: String, last count: Int = .max) -> [String] {
        let lines = text.split(whereSeparator: \.isNewline)
        var found: [String] = []
        for line in lines.reversed() where found.count < count {
            let line = line.trimmed
            if !line.isEmpty { found.append(line) }
        }
        return found.reversed()
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
