/// The plain text of a mail: where the writer's own words end and the quoted conversation begins.
enum MailText {
    /// What the writer wrote now, without the quoted conversation and without the signature. In doubt everything stays.
    ///
    /// - Parameter isFollowedByQuote: The text ends where a quote began.
    static func reading(of text: String, isFollowedByQuote: Bool = false) -> (text: String, isCut: Bool) {
        let mail = MailLines(text)
        let all = 0..<mail.lines.count
        switch MailQuotes(mail, isFollowedByQuote: isFollowedByQuote).finding {
        case .none: return (withoutSignature(mail, all), false)
        case .whole: return (mail.text, false)
        case .words(let range):
            let part = withoutSignature(mail, range)
            return part.isEmpty ? (withoutSignature(mail, all), false) : (part, true)
        }
    }

    private static func withoutSignature(_ mail: MailLines, _ range: Range<Int>) -> String {
        let part = mail.text(range.lowerBound..<MailSignature.start(in: mail, range))
        return part.isEmpty ? mail.text(range) : part
    }

    /// Whether nothing but a signature stands there, or nothing at all.
    static func isSignature(_ text: String) -> Bool {
        let mail = MailLines(text)
        return mail.text(0..<MailSignature.start(in: mail, 0..<mail.lines.count)).isEmpty
    }

    /// Whether nothing but the line that introduces a quote stands there, or nothing at all.
    static func isIntroduction(_ text: String) -> Bool {
        let mail = MailLines(text)
        guard let last = mail.lines.indices.last(where: { !mail.lines[$0].isEmpty }) else { return true }
        guard let introduction = MailIntroduction(endingAt: last, in: mail) else { return false }
        return mail.text(0..<introduction.start).isEmpty
    }

    /// "See below": then what stands below belongs to the message.
    static func pointsDown(_ text: String) -> Bool {
        let mail = MailLines(text)
        return pointsDown(mail.lines[...])
    }

    static func pointsDown(_ lines: ArraySlice<Substring>) -> Bool {
        // What somebody says about the quote stands in a few lines; a long text is not searched to its end.
        lines.suffix(40).contains { line in
            guard line.utf8.count <= 2000 else { return false }
            let lower = line.lowercased()
            return MailPhrases.pointingDown.contains(where: lower.holds)
        }
    }
}
