/// The plain text of a mail: where the writer's own words end and the quoted conversation begins.
enum MailText {
    struct Reading {
        let text: String
        /// A quoted conversation was left away.
        var isCut = false
        /// Own and quoted words cannot be parted, or what is quoted is new; the text is all of it.
        var isMixed = false
    }

    /// What the writer wrote now, without the quoted conversation and without the signature. In doubt everything stays: see
    /// ``MailQuotes``.
    ///
    /// - Parameters:
    ///   - isFollowedByQuote: The text ends where a quote began.
    ///   - hasOwnMarks: Lines with `>` are what the writer set off.
    ///   - earlier: What was said before: quotes are compared with it then.
    static func reading(
        of text: String, isFollowedByQuote: Bool = false, hasOwnMarks: Bool = false, earlier: EarlierMessages? = nil
    ) -> Reading {
        let mail = MailLines(text)
        let all = 0..<mail.lines.count
        let quotes = MailQuotes(mail, isFollowedByQuote: isFollowedByQuote, hasOwnMarks: hasOwnMarks)
        if let earlier {
            guard let start = quotes.possibleStart else { return Reading(text: withoutSignature(mail, all)) }
            return reading(MailComparison(of: mail, from: start, to: quotes.end, earlier), of: mail)
        }
        switch quotes.finding {
        case .none: return Reading(text: withoutSignature(mail, all))
        case .mixed: return Reading(text: mail.text, isMixed: true)
        case .onlyQuote: return Reading(text: mail.text)
        case .words(let range, let under):
            let part = joined(withoutSignature(mail, range), under.map { withoutSignature(mail, $0) } ?? "")
            return part.isEmpty ? Reading(text: withoutSignature(mail, all)) : Reading(text: part, isCut: true)
        }
    }

    static func mayQuote(_ text: String) -> Bool {
        MailQuotes(MailLines(text), isFollowedByQuote: false).possibleStart != nil
    }

    /// The text of HTML, compared with what was said before.
    /// - Parameter above: The text above the quote, with which all of it begins.
    static func reading(of text: String, quotedFrom above: String, earlier: EarlierMessages) -> Reading {
        let mail = MailLines(text)
        let quotes = MailQuotes(mail, isFollowedByQuote: false)
        let start = above.isEmpty ? 0 : MailLines(above).lines.count
        return reading(
            MailComparison(of: mail, from: min(start, quotes.possibleStart ?? start), to: quotes.end, earlier), of: mail)
    }

    /// What is left when everything is gone that stands on the thread.
    private static func reading(_ comparison: MailComparison, of mail: MailLines) -> Reading {
        let own = comparison.own
        guard let new = comparison.new else {
            let part = withoutSignature(mail, own)
            return part.isEmpty ? Reading(text: mail.text) : Reading(text: part, isCut: true)
        }
        // An answer under the quote; else what is new stands between quotes, or in them.
        guard let under = comparison.under else { return Reading(text: mail.text(0..<new + 1), isMixed: true) }
        return Reading(text: joined(mail.text(own), withoutSignature(mail, under)), isMixed: true)
    }

    /// What stands above a quote and what stands under it.
    private static func joined(_ above: String, _ under: String) -> String {
        above.isEmpty || under.isEmpty ? above + under : "\(above)\n\n\(under)"
    }

    private static func withoutSignature(_ mail: MailLines, _ range: Range<Int>) -> String {
        var range = range
        // The line that a program draws above a quote
        if range.upperBound < mail.lines.count {
            while let last = range.last, mail.lines[last].isEmpty || MailSeparator.isRule(mail.lines[last]) { range.removeLast() }
        }
        let part = mail.text(range.lowerBound..<MailSignature.start(in: mail, range))
        return part.isEmpty ? mail.text(range) : part
    }

    /// Whether nothing but a signature stands there, or nothing at all.
    static func isSignature(_ text: String) -> Bool {
        let mail = MailLines(text)
        return mail.text(0..<MailSignature.start(in: mail, 0..<mail.lines.count)).isEmpty
    }

    /// Whether nothing but “Hello,” stands there.
    static func isGreeting(_ text: String) -> Bool { MailPointing.isGreeting(MailLines(text).lines[...]) }

    /// Whether the first lines introduce a quote, or are the headers of one.
    static func beginsWithIntroduction(_ text: String) -> Bool {
        let mail = MailLines(text).unmarked
        guard let start = mail.next(from: 0, before: mail.lines.count) else { return false }
        let lines = start..<min(start + 3, mail.lines.count)
        return MailSeparator.isOriginalMessage(mail.lines[start])
            // Orange's begin with `Message du 03/11/25 10:00`.
            || lines.prefix(2).contains { MailHeaders.lines(at: $0, in: mail) != nil }
            || lines.contains { endsWithIntroduction(mail.text(start..<$0 + 1)) }
    }

    /// As much of a text's end as an introduction may take, in UTF-8.
    private static let endLimit = 2000

    /// Whether the last line introduces a quote; nothing does where there is none.
    static func endsWithIntroduction(_ text: String) -> Bool {
        let mail = MailLines(String(decoding: text.utf8.suffix(endLimit), as: UTF8.self))
        guard let last = mail.lines.indices.last(where: { !mail.lines[$0].isEmpty }) else { return false }
        if MailIntroduction(endingAt: last, in: mail) != nil { return true }
        // In a language that we do not know
        let line = mail.lines[last]
        let said = IntroductionText(String(line))
        return line.endsWithColon && (said.hasDateAndTime || said.hasAddress)
    }

    /// Whether nothing but the line that introduces a quote stands there, or nothing at all.
    static func isIntroduction(_ text: String) -> Bool {
        let mail = MailLines(text)
        guard let last = mail.lines.indices.last(where: { !mail.lines[$0].isEmpty }) else { return true }
        guard let introduction = MailIntroduction(endingAt: last, in: mail) else { return false }
        return mail.text(0..<introduction.start).isEmpty
    }

    /// Whether what stands above a quote says that the writer's words are in it: a greeting and no more, or "see my answers
    /// below"; or, above one where they would not be seen, mere thanks.
    static func leadsOn(_ text: String, isMarked: Bool) -> Bool {
        let lines = MailLines(text).lines[...]
        if MailPointing.isGreeting(lines) || MailPointing.pointsDown(lines) { return true }
        return !isMarked && MailPointing.isThanks(lines)
    }
}
