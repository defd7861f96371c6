import CGumbo
import Rendering

/// The element into which Gmail, Yahoo and Proton Mail put the whole of a quote: its introduction, and the quoted message as a
/// block quote. Who answers in the middle of it divides the block quote, and writes between the parts.
enum QuoteContainer {
    /// In UTF-8.
    private static let introductionLimit = 600

    /// Whether text stands in the container that is neither its introduction nor in a block quote. A container without block
    /// quotes is quoted as a whole.
    static func holdsAnswers(_ container: HTMLTree.Node) -> Bool {
        guard container.pointee.v.element.tag != GUMBO_TAG_BLOCKQUOTE else { return false }
        var reader = HTMLTextReader()
        var before: String?
        HTMLTree.walk(container) { step in
            guard case .enter(let node) = step, HTMLTree.isElement(node) else { return reader.visit(step) }
            if QuotedConversation.isSignature(node) || QuotedConversation.isAttribution(node) { return .skip }
            guard node.pointee.v.element.tag == GUMBO_TAG_BLOCKQUOTE else { return reader.visit(step) }
            if before == nil { before = reader.text }
            // Parts the text before it from the text behind it.
            _ = reader.visit(.enter(node))
            _ = reader.visit(.leave(node))
            return .skip
        }
        guard let before else { return false }
        let behind = reader.text.utf8.dropFirst(before.utf8.count)
        return !isIntroduction(before) || !MailText.isSignature(String(decoding: behind, as: UTF8.self))
    }

    /// Whether the quoted message is a block quote, as which the container itself counts, too.
    static func holdsBlockQuote(_ container: HTMLTree.Node) -> Bool {
        var isFound = false
        HTMLTree.walk(container) { step in
            guard case .enter(let node) = step, HTMLTree.isElement(node) else { return .goOn }
            guard node.pointee.v.element.tag == GUMBO_TAG_BLOCKQUOTE else { return .goOn }
            isFound = true
            return .stop
        }
        return isFound
    }

    static func text(of element: HTMLTree.Node) -> String {
        var reader = HTMLTextReader()
        HTMLTree.walk(element) { reader.visit($0) }
        return reader.text
    }

    /// Whether it begins with what introduces a quote, or a forwarded message.
    static func holdsIntroduction(_ quote: HTMLTree.Node) -> Bool {
        var reader = HTMLTextReader()
        var isFound = false
        HTMLTree.walk(quote) { step in
            if case .enter(let node) = step, HTMLTree.isElement(node), QuotedConversation.isAttribution(node) {
                isFound = true
                return .stop
            }
            let course = reader.visit(step)
            guard reader.text.utf8.count > introductionLimit else { return course }
            return .stop
        }
        return isFound || MailText.beginsWithIntroduction(reader.text)
    }

    /// Here more may be an introduction than in plain text: one line with a colon at its end, or with a word for writing; or headers.
    private static func isIntroduction(_ text: String) -> Bool {
        if MailText.isIntroduction(text) { return true }
        let lines = MailLines(text).lines.filter { !$0.isEmpty }
        guard text.utf8.count <= introductionLimit, let first = lines.first else { return false }
        if lines.count == 1 { return first.endsWithColon || first.words.contains(where: MailPhrases.wrote.contains) }
        return MailHeaders.kind(of: first) == .from && lines.allSatisfy { MailHeaders.kind(of: $0) != nil }
    }
}
