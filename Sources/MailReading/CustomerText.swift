import RelayCore
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
    ///   - earlier: What was said on the thread before: what of it the mail quotes is cut with certainty, and what it quotes beside
    ///     is new and stays. nil where that is not known: then the mail's form alone tells what is quoted.
    package static func read(
        text: String, richText: String? = nil, original: (text: String, richText: String?)? = nil, subject: String? = nil,
        earlier: EarlierMessages? = nil
    ) -> String {
        let isForward = subject.map(ForwardedMail.isSubject) ?? false
        let shown = newest(text: text, html: richText, isForward: isForward, earlier)
        guard let original else { return shown }
        let full = newest(text: original.text, html: original.richText, isForward: isForward, earlier)
        return length(full) > length(shown) ? full : shown
    }

    /// Whether a mail may quote what was said before, so that it is worth comparing.
    package static func mayQuote(text: String, richText: String?) -> Bool {
        MailText.mayQuote(text) || richText.map { MailHTML.mayQuote($0) } ?? false
    }

    /// The HTML counts where it says by its structure what is quoted, and where there is no plain text.
    private static func newest(text: String, html: String?, isForward: Bool, _ earlier: EarlierMessages?) -> String {
        let plain = MailLines(text).text
        let rich = html.flatMap { $0.isEmpty ? nil : $0 }
        if isForward { return plain.isEmpty ? HTMLText.text(fromHTML: rich ?? "") : plain }
        let reading = MailText.reading(of: text, earlier: earlier)
        guard let rich else { return reading.text }
        switch MailHTML.read(rich, earlier: earlier) {
        case .unmarked(let whole):
            guard !whole.isEmpty, plain.isEmpty || !(reading.isCut || reading.isMixed) else { return reading.text }
            let structured = MailText.reading(of: whole, earlier: earlier)
            return structured.isCut || plain.isEmpty ? structured.text : reading.text
        case .whole(let whole):
            // HubSpot may have shortened the plain text.
            return length(whole) > length(plain) ? whole.trimmed : plain
        case .compared(let new):
            return length(new) > length(reading.text) ? new : reading.text
        case .words(let words, let isFollowedByQuote, let hasOwnMarks):
            let read = MailText.reading(of: words, isFollowedByQuote: isFollowedByQuote, hasOwnMarks: hasOwnMarks).text
            // The plain text shows what the writer set off as well.
            if hasOwnMarks, !isFollowedByQuote { return length(read) > length(reading.text) ? read : reading.text }
            // The plain text may show answers that the HTML has inside of its quotes.
            if reading.isMixed, !hasOwnMarks { return earlier == nil ? plain : reading.text }
            return read
        }
    }

    /// White space does not make a text longer.
    private static func length(_ text: String) -> Int { text.unicodeScalars.count { !$0.isWhitespace } }
}
