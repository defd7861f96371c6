/// What of a mail's quoted lines is new, compared with what was said before: what stands on the thread can be cut with
/// certainty, and what does not is the writer's, or new to everybody.
struct MailComparison {
    /// The lines above the quote.
    let own: Range<Int>
    /// The last line that is new, from the quote's first line on; nil where all of it stands on the thread.
    let new: Int?
    /// Where all that is new stands under all that is not: from its first line to the end.
    let under: Range<Int>?

    init(of mail: MailLines, from start: Int, to end: Int, _ earlier: EarlierMessages) {
        own = 0..<start
        let known = Self.known(mail.unmarked, start..<end, earlier)
        let lastKnown = known.lastIndex(of: true).map { start + $0 }
        let first = known.firstIndex(of: false).map { start + $0 }
        // Where nothing is known, headers are what the customer wrote as well.
        new = lastKnown == nil ? (start..<end).last { !mail.lines[$0].isEmpty } : known.lastIndex(of: false).map { start + $0 }
        if let first, let lastKnown, lastKnown < first {
            under = first..<mail.lines.count
        } else {
            under = nil
        }
    }

    /// Of each line; nil where it says nothing: introductions, headers, empty lines.
    private static func known(_ mail: MailLines, _ range: Range<Int>, _ earlier: EarlierMessages) -> [Bool?] {
        var reader = EarlierMessages.Reader(earlier)
        var introducing: Set<Int> = []
        for index in range {
            guard let introduction = MailIntroduction(endingAt: index, in: mail), introduction.isDated else { continue }
            introducing.formUnion(introduction.start...index)
        }
        var headersEnd = -1
        return range.map { index in
            let line = mail.lines[index]
            if index > headersEnd, let headers = MailHeaders.lines(at: index, in: mail) { headersEnd = headers.upperBound }
            if index <= headersEnd || introducing.contains(index) || MailSeparator.isOriginalMessage(line)
                || MailSeparator.isIntroduction(line)
            {
                reader.beginMessage()
                return nil
            }
            let words = EarlierMessages.words(of: line)
            return words.isEmpty ? nil : reader.read(words)
        }
    }
}
