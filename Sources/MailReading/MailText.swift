/// The plain text of a mail: where the writer's own words end and the quoted conversation begins.
enum MailText {
    struct Reading {
        let text: String
        /// A quoted conversation was left away.
        var isCut = false
        /// Own and quoted words cannot be parted; the text is all of it.
        var isMixed = false
    }

    /// What the writer wrote now, without the quoted conversation and without the signature. In doubt everything stays: see
    /// ``MailQuotes``.
    ///
    /// - Parameter isFollowedByQuote: The text ends where a quote began.
    static func reading(of text: String, isFollowedByQuote: Bool = false) -> Reading {
        let mail = MailLines(text)
        let all = 0..<mail.lines.count
        switch MailQuotes(mail, isFollowedByQuote: isFollowedByQuote).finding {
        case .none: return Reading(text: withoutSignature(mail, all))
        case .mixed: return Reading(text: mail.text, isMixed: true)
        case .onlyQuote: return Reading(text: mail.text)
        case .words(let range):
            let part = withoutSignature(mail, range)
            return part.isEmpty ? Reading(text: withoutSignature(mail, all)) : Reading(text: part, isCut: true)
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

    /// Whether what stands above a quote says that the writer's words are in it: a greeting and no more, or "see my answers
    /// below"; or, above one where they would not be seen, mere thanks.
    static func leadsOn(_ text: String, isMarked: Bool) -> Bool {
        let lines = MailLines(text).lines[...]
        if MailPointing.isGreeting(lines) || MailPointing.pointsDown(lines) { return true }
        return !isMarked && MailPointing.isThanks(lines)
    }
}
