import Rendering

/// What a customer wrote in a message, without the conversation that the mail program quotes and without the signature.
package enum CustomerText {
    /// The text for the AI: the longer of HubSpot's text and the original content, after both were stripped.
    ///
    /// HubSpot shortens messages, sometimes to less than their newest part; the original holds the quoted conversation as
    /// well. So neither is trusted alone. Only what is surely quoted, or surely a signature, is cut: answers between quoted
    /// lines and forwarded messages stay whole. Where there was text, text comes back.
    /// - Parameters:
    ///   - text: HubSpot's plain text of the message.
    ///   - richText: HubSpot's HTML of the message.
    ///   - original: What HubSpot's original-content call gave; it is worth the call where `truncationStatus` is `TRUNCATED`
    ///     or `TRUNCATED_TO_MOST_RECENT_REPLY`.
    ///   - subject: The mail's subject, which tells a forwarded message from an answer.
    package static func read(
        text: String, richText: String? = nil, original: (text: String, richText: String?)? = nil, subject: String? = nil
    ) -> String {
        let isForward = subject.map(ForwardedMail.isSubject) ?? false
        let shown = newest(text: text, html: richText, isForward: isForward)
        guard let original else { return shown }
        let full = newest(text: original.text, html: original.richText, isForward: isForward)
        return length(full) > length(shown) ? full : shown
    }

    /// The HTML counts where it says by its structure what is quoted, and where there is no plain text.
    private static func newest(text: String, html: String?, isForward: Bool) -> String {
        let plain = MailLines(text).text
        let rich = html.flatMap { $0.isEmpty ? nil : $0 }
        if isForward { return plain.isEmpty ? HTMLText.text(fromHTML: rich ?? "") : plain }
        let reading = MailText.reading(of: text)
        guard let rich else { return reading.text }
        switch MailHTML.read(rich) {
        case .unmarked(let whole):
            guard !whole.isEmpty, plain.isEmpty || !(reading.isCut || reading.isMixed) else { return reading.text }
            let structured = MailText.reading(of: whole)
            return structured.isCut || plain.isEmpty ? structured.text : reading.text
        case .whole(let whole):
            // HubSpot may have shortened the plain text.
            return length(whole) > length(plain) ? whole : plain
        case .words(let words, let isFollowedByQuote):
            // The plain text may show answers that the HTML has inside of its quotes.
            return reading.isMixed ? plain : MailText.reading(of: words, isFollowedByQuote: isFollowedByQuote).text
        }
    }

    /// White space does not make a text longer.
    private static func length(_ text: String) -> Int { text.unicodeScalars.count { !$0.properties.isWhitespace } }
}
