import Rendering

/// Finds the quoted conversation in the lines of a mail.
///
/// Lines with `>` are quoted, whatever stands above them. A quote without marks ends nowhere, so that everything below its
/// first line is cut; and people paste mails, and tell what somebody wrote. So it is cut only where
/// - it begins as mail programs begin a quote in an answer: with an introduction on lines of its own, with date and time, and an
///   empty line under it; with headers in the order of an answer's; or with a separator;
/// - above it the writer says more than “Hello,”, and above Outlook's more than “Thanks”;
/// - and these words do not lead on to what is below: with a colon at their end, with “see below”, “answers in red”, “I got this mail”.
///
/// What the writer put under a quote without marks, when there are words above it, too, cannot be told from the quote, and
/// is cut with it. Where it is known what was said before, ``MailComparison`` tells it.
struct MailQuotes {
    enum Finding {
        case none
        /// Quoted and own words cannot be parted: answers between quotes, or a forwarded message.
        case mixed
        /// Nothing stands above the quote.
        case onlyQuote
        /// These lines are the writer's own, and those under the quote.
        case words(Range<Int>, under: Range<Int>? = nil)
    }

    private let mail: MailLines
    private let isFollowedByQuote: Bool
    private let hasOwnMarks: Bool
    /// Where the text ends, when a signature under the quoted conversation does not count.
    let end: Int
    /// By the index of its first line: where the line that introduces a quote ends.
    private var introductions: [Int: MailIntroduction] = [:]
    private var introducing: Set<Int> = []

    /// - Parameters:
    ///   - isFollowedByQuote: The text ends where a quote began.
    ///   - hasOwnMarks: Lines with `>` are what the writer set off.
    init(_ mail: MailLines, isFollowedByQuote: Bool, hasOwnMarks: Bool = false) {
        self.mail = mail
        self.isFollowedByQuote = isFollowedByQuote
        self.hasOwnMarks = hasOwnMarks
        end = MailSignature.start(in: mail, 0..<mail.lines.count)
        for index in 0..<end {
            guard let introduction = MailIntroduction(endingAt: index, in: mail) else { continue }
            introductions[introduction.start] = introduction
            introducing.formUnion(introduction.start...index)
        }
    }

    var finding: Finding {
        let lastOwn = (0..<end).last { !mail.lines[$0].isEmpty && !mail.isQuoted($0) && !introducing.contains($0) } ?? -1
        for index in 0..<end {
            let line = mail.lines[index]
            if MailSeparator.isForward(line) { return .mixed }
            if let introduction = introductions[index] {
                if let finding = finding(under: introduction, lastOwn: lastOwn) { return finding }
            } else if isSeparator(at: index) || MailHeaders.begin(at: index, in: mail) {
                return beforeUnmarked(index, isOfOutlook: true)
            }
        }
        return hasOwnMarks ? .none : trailingQuote(lastOwn: lastOwn)
    }

    /// The first line with which a quote may begin, sure or not.
    var possibleStart: Int? {
        (0..<end).first { index in
            introductions[index] != nil || (mail.isQuoted(index) && !hasOwnMarks) || isSeparator(at: index)
                || MailSeparator.isForward(mail.lines[index]) || MailHeaders.lines(at: index, in: mail) != nil
        }
    }

    private func before(_ index: Int) -> Finding {
        mail.text(0..<MailSignature.start(in: mail, 0..<index)).isEmpty ? .onlyQuote : .words(0..<index)
    }

    /// The words above a quote without marks.
    private func beforeUnmarked(_ index: Int, isOfOutlook: Bool = false) -> Finding {
        let own = mail.lines[..<MailSignature.start(in: mail, 0..<index)]
        guard let last = own.last(where: { !$0.isEmpty }) else { return .onlyQuote }
        let leadsOn = last.endsWithColon || MailPointing.pointsDown(own) || MailPointing.isGreeting(own)
        return leadsOn || (isOfOutlook && MailPointing.isThanks(own)) ? .mixed : .words(0..<index)
    }

    /// nil: what stands under the introduction says nothing.
    private func finding(under introduction: MailIntroduction, lastOwn: Int) -> Finding? {
        let next = mail.next(from: introduction.end + 1, before: mail.lines.count)
        guard let next, mail.isQuoted(next) else {
            if next == nil, isFollowedByQuote { return before(introduction.start) }
            // Who tells what somebody wrote goes on in the next line.
            guard introduction.isOfProgram, next != introduction.end + 1 else { return nil }
            // A program that marks what it quotes marks all of it: the words before the marks are an answer.
            let marked = (introduction.end..<mail.lines.count).first(where: mail.isQuoted)
            let above = marked.flatMap { marked in (0..<marked).last { !mail.lines[$0].isEmpty } }
            if let above, !introducing.contains(above) { return .mixed }
            return beforeUnmarked(introduction.start)
        }
        if lastOwn < introduction.start { return before(introduction.start) }
        // Something follows the quote: an answer under it, when that is all there is, or answers between quotes.
        let ownStart = (next..<end).first { !mail.lines[$0].isEmpty && !mail.isQuoted($0) } ?? end
        let isAnswerUnderIt =
            introduction.isDated
            && !(ownStart..<end).contains { mail.isQuoted($0) || introducing.contains($0) || MailHeaders.begin(at: $0, in: mail) }
        guard isAnswerUnderIt else { return .mixed }
        let under = ownStart..<mail.lines.count
        let above = mail.lines[..<introduction.start]
        guard above.contains(where: { !$0.isEmpty }) else { return .words(under) }
        // Between words above and under it, what is quoted may be a mail of others that the request is about.
        return isClosing(under) && !MailPointing.isGreeting(above) && !MailPointing.pointsDown(above)
            ? .words(0..<introduction.start, under: under) : .mixed
    }

    /// Whether lines set off from a quote only close the mail: “Kind regards, Casey”
    private func isClosing(_ range: Range<Int>) -> Bool {
        let lines = mail.lines[range].filter { !$0.isEmpty }
        return mail.lines[range.lowerBound - 1].isEmpty && lines.count <= 2
            && lines.allSatisfy { line in
                line.split(separator: " ").count <= 4 && !line.contains { $0.isNumber || "?!".contains($0) }
            }
    }

    /// `-----Original Message-----`, `---- Shop wrote ----`, or a line across the mail before headers.
    private func isSeparator(at index: Int) -> Bool {
        let line = mail.lines[index]
        if MailSeparator.isOriginalMessage(line) || MailSeparator.isIntroduction(line) { return true }
        guard MailSeparator.isRule(line) else { return false }
        guard let next = mail.next(from: index + 1, before: min(index + 4, mail.lines.count)) else { return false }
        if QuotedConversation.isOutlookRule(line), MailHeaders.kind(of: mail.lines[next]) == .from { return true }
        return MailHeaders.lines(at: next, in: mail) != nil
    }

    /// Quoted lines at the end that nothing introduces. Somebody who shows a log with `>` has words before it that lead up to
    /// it, or lines that are no sentences.
    private func trailingQuote(lastOwn: Int) -> Finding {
        guard lastOwn >= 0, let start = (lastOwn + 1..<max(end, lastOwn + 1)).first(where: mail.isQuoted) else { return .none }
        if (0..<lastOwn).contains(where: mail.isQuoted) { return .mixed }
        guard !mail.lines[lastOwn].endsWithColon else { return .none }
        let isSetOff = start > lastOwn + 1
        return isIntroduced(start..<end) || (isSetOff && isProse(start..<end)) ? before(start) : .none
    }

    /// Whether the quoted lines begin with an introduction, or with headers, as some programs mark these, too.
    private func isIntroduced(_ range: Range<Int>) -> Bool {
        MailText.beginsWithIntroduction(mail.text(range.prefix(Self.introductionLimit)))
    }

    /// In lines.
    private static let introductionLimit = 8

    private func isProse(_ range: Range<Int>) -> Bool {
        var hasSentence = false
        for index in range where mail.isQuoted(index) {
            let content = mail.lines[index].unmarked
            if content.unicodeScalars.contains(where: { "{}=;\\|$".unicodeScalars.contains($0) }) { return false }
            if let last = content.last, ".?!,…。？！".contains(last) { hasSentence = true }
        }
        return hasSentence
    }
}

extension Substring {
    var endsWithColon: Bool { last == ":" || last == "：" || (last == "*" && dropLast().last == ":") }

    /// Without the marks of a quote.
    var unmarked: Substring { drop { $0 == ">" || $0 == " " }.bare }
}
