import CGumbo
import Rendering

/// Reads the HTML of a mail as text, without what its elements say is quoted or a signature.
///
/// The whole stays where the writer's words may stand in the quote: where text stands between quotes, or in a quote's container
/// and outside of its block quotes; where nothing stands above the quote, or only “Hello,”; and, above a quote without block quotes,
/// where answers would not be seen, where the words lead on to it, as “see below” and “answers in red” do, or are mere thanks.
enum MailHTML {
    /// Where the writer's own words stand.
    enum Reading {
        /// No element says anything; the text of all of it.
        case unmarked(String)
        /// The text of what is not quoted and not a signature.
        case words(String, isFollowedByQuote: Bool)
        /// Own words and quotes cannot be parted; the text of all of it.
        case whole(String)
    }

    static func read(_ html: String) -> Reading {
        let parts = HTMLTree.withRoot(of: html) { root, _ in
            var parts = MailParts()
            HTMLTree.walk(root) { parts.visit($0) }
            return parts
        }
        let whole = HTMLText.text(fromHTML: html)
        guard let parts, parts.isMarked else { return .unmarked(whole) }
        let before = parts.before.text
        let after = parts.after.text
        if parts.quotes == 0 { return before.isEmpty ? .whole(whole) : .words(before, isFollowedByQuote: false) }
        let leadsOn = MailText.leadsOn(before, isMarked: !parts.holdsUnmarked)
        if parts.holdsForward || parts.holdsAnswers || leadsOn { return .whole(whole) }
        if MailText.isSignature(after) { return before.isEmpty ? .whole(whole) : .words(before, isFollowedByQuote: true) }
        // An answer under the one quote, when that is all there is; else answers between quotes.
        guard parts.quotes == 1, MailText.isIntroduction(before) else { return .whole(whole) }
        return .words(after, isFollowedByQuote: false)
    }
}

/// The text before the first quote, and the text outside of quotes behind it.
private struct MailParts {
    private(set) var before = HTMLTextReader()
    private(set) var after = HTMLTextReader()
    private(set) var quotes = 0
    private(set) var isMarked = false
    private(set) var holdsForward = false
    /// Answers stand between the quotes of one container.
    private(set) var holdsAnswers = false
    /// A quote has no block quote, so that answers in it would not be seen.
    private(set) var holdsUnmarked = false
    private var hasQuoteBegun = false

    mutating func visit(_ step: HTMLTree.Step) -> HTMLTree.Course {
        guard case .enter(let node) = step, HTMLTree.isElement(node) else { return read(step) }
        if QuotedConversation.isOutlookStart(node) {
            isMarked = true
            holdsUnmarked = true
            quotes += 1
            return .stop
        }
        if QuotedConversation.isQuote(node) {
            begin(node)
            return .skip
        }
        if QuotedConversation.isSignature(node) {
            isMarked = true
            return .skip
        }
        return read(step)
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
        hasQuoteBegun ? after.visit(step) : before.visit(step)
    }
}
