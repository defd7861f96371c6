import CGumbo
import Rendering

/// Reads the HTML of a mail as text, without what its elements say is quoted or a signature.
///
/// The whole stays where the writer's words may stand in the quote: where text stands between quotes, or in a quote's container
/// and outside of its block quotes; where nothing stands above the quote, or only “Hello,”; and, above a quote without block quotes,
/// where answers would not be seen, where the words lead on to it, as “see below” and “answers in red” do, or are mere thanks.
/// Where it is known what was said before, the quote is compared with that instead.
enum MailHTML {
    /// Where the writer's own words stand.
    enum Reading {
        /// No element says anything; the text of all of it.
        case unmarked(String)
        /// The text of what is not quoted and not a signature.
        case words(String, isFollowedByQuote: Bool, hasOwnMarks: Bool)
        /// What was compared with the thread: own words, and what is new of the quote.
        case compared(String)
        /// Own words and quotes cannot be parted; the text of all of it.
        case whole(String)
    }

    static func mayQuote(_ html: String) -> Bool {
        if let parts = Self.parts(of: html), parts.quotes > 0 || parts.holdsOwnQuote { return true }
        return MailText.mayQuote(HTMLText.text(fromHTML: html))
    }

    private static func parts(of html: String) -> MailParts? {
        HTMLTree.withRoot(of: html) { root, _ in
            var parts = MailParts()
            HTMLTree.walk(root) { parts.visit($0) }
            return parts
        }
    }

    static func read(_ html: String, earlier: EarlierMessages? = nil) -> Reading {
        let parts = Self.parts(of: html)
        let whole = HTMLText.text(fromHTML: html)
        guard let parts, parts.isMarked else { return .unmarked(whole) }
        let before = MailLines(parts.before.text).text
        func words(_ text: String) -> Reading {
            .words(text, isFollowedByQuote: parts.quotes > 0, hasOwnMarks: parts.holdsOwnQuote)
        }
        if parts.quotes == 0 {
            // Who writes in the signature's element says at most “Hello,” above it.
            let isInSignature = before.isEmpty || (parts.holdsSignature && MailText.isGreeting(before))
            return isInSignature ? .whole(whole) : words(before)
        }
        if let earlier {
            let compared = MailText.reading(of: whole, quotedFrom: parts.above.text, earlier: earlier)
            return compared.isCut && !before.isEmpty ? words(before) : .compared(compared.text)
        }
        let after = parts.after.text
        let leadsOn = MailText.leadsOn(before, isMarked: !parts.holdsUnmarked)
        if parts.holdsForward || parts.holdsAnswers || leadsOn { return .whole(whole) }
        if MailText.isSignature(after) { return before.isEmpty ? .whole(whole) : words(before) }
        // An answer under the one quote, when that is all there is; else answers between quotes.
        guard parts.quotes == 1, MailText.isIntroduction(before) else { return .whole(whole) }
        return .words(after, isFollowedByQuote: false, hasOwnMarks: false)
    }
}

/// The text before the first quote, and the text outside of quotes behind it.
private struct MailParts {
    private(set) var before = HTMLTextReader()
    private(set) var after = HTMLTextReader()
    /// The text before the first quote, signatures too.
    private(set) var above = HTMLTextReader()
    private(set) var quotes = 0
    private(set) var isMarked = false
    private(set) var holdsForward = false
    /// Answers stand between the quotes of one container.
    private(set) var holdsAnswers = false
    /// A quote has no block quote, so that answers in it would not be seen.
    private(set) var holdsUnmarked = false
    /// The writer set something off as a quote: nothing introduces it.
    private(set) var holdsOwnQuote = false
    /// A signature was left away.
    private(set) var holdsSignature = false
    /// One holds words for the reader.
    private var keepsSignatures = false
    private var hasQuoteBegun = false
    /// How often it is still looked at what introduces a block quote.
    private var looksLeft = 16

    mutating func visit(_ step: HTMLTree.Step) -> HTMLTree.Course {
        guard case .enter(let node) = step, HTMLTree.isElement(node) else { return read(step) }
        if QuotedConversation.isOutlookStart(node) {
            isMarked = true
            holdsUnmarked = true
            quotes += 1
            return .stop
        }
        if QuotedConversation.isQuote(node) {
            if isIntroduced(node) {
                begin(node)
                return .skip
            }
            isMarked = true
            holdsOwnQuote = true
            return read(step)
        }
        if QuotedConversation.isSignature(node), !keepsSignatures {
            keepsSignatures = MailSignature.holdsMessage(MailLines(QuoteContainer.text(of: node)).lines[...])
            guard !keepsSignatures else { return read(step) }
            isMarked = true
            holdsSignature = true
            if !hasQuoteBegun { HTMLTree.walk(node) { above.visit($0) } }
            return .skip
        }
        return read(step)
    }

    /// Whether a block quote is a mail program's: it holds its introduction, or stands under it. Programs also have a button that
    /// sets text off, and paste as a quotation.
    private mutating func isIntroduced(_ quote: HTMLTree.Node) -> Bool {
        if hasQuoteBegun || quote.pointee.v.element.tag != GUMBO_TAG_BLOCKQUOTE { return true }
        guard looksLeft > 0 else { return false }
        looksLeft -= 1
        return QuoteContainer.holdsIntroduction(quote) || MailText.endsWithIntroduction(before.text)
    }

    private mutating func begin(_ quote: HTMLTree.Node) {
        isMarked = true
        if !QuotedConversation.isIntroduction(quote) {
            quotes += 1
            if !QuoteContainer.holdsBlockQuote(quote) { holdsUnmarked = true }
        }
        if ForwardedMail.begins(in: quote) { holdsForward = true }
        if QuoteContainer.holdsAnswers(quote) { holdsAnswers = true }
        guard !hasQuoteBegun else { return }
        hasQuoteBegun = true
        // The reader of what follows must know which elements are open.
        var ancestors: [HTMLTree.Node] = []
        var parent = quote.pointee.parent
        while let node = parent, HTMLTree.isElement(node) {
            ancestors.append(node)
            parent = node.pointee.parent
        }
        for node in ancestors.reversed() { _ = after.visit(.enter(node)) }
    }

    private mutating func read(_ step: HTMLTree.Step) -> HTMLTree.Course {
        if hasQuoteBegun { return after.visit(step) }
        _ = above.visit(step)
        return before.visit(step)
    }
}
