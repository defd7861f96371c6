import CGumbo
import RelayCore

/// Finds the conversation that mail programs quote under an answer.
package enum QuotedConversation {
    /// Where new HTML belongs: before the quoted conversation; without one at the end of the body.
    static func insertionPoint(inHTML html: String) -> String.Index {
        let offset = HTMLTree.withRoot(of: html) { root, source -> Int? in
            var found: Int?
            HTMLTree.walk(root) { step in
                guard case .enter(let node) = step, HTMLTree.isElement(node) else { return .goOn }
                let element = node.pointee.v.element
                // An element that the parser added has no tag in the text.
                if isQuote(node) || isOutlookStart(node), let start = element.original_tag.data, element.original_tag.length > 0 {
                    found = start - source
                    return .stop
                }
                if element.tag == GUMBO_TAG_BODY, let end = element.original_end_tag.data, element.original_end_tag.length > 0 {
                    found = end - source
                }
                return .goOn
            }
            return found
        }
        guard case .some(.some(let offset)) = offset else { return html.endIndex }
        return html.utf8.index(html.startIndex, offsetBy: offset)
    }

    /// Elements that hold a quote, or introduce one: by class names of Gmail, Yahoo, Thunderbird, Proton Mail, Zoho and Tuta;
    /// `cite` marks the quotes of the others.
    package static func isQuote(_ element: HTMLTree.Node) -> Bool {
        if element.pointee.v.element.tag == GUMBO_TAG_BLOCKQUOTE, HTMLTree.attribute("type", of: element) == "cite" {
            return true
        }
        // GMX and WEB.DE
        if HTMLTree.attribute("name", of: element) == "quote" { return true }
        return has(oneOf: quoteClasses, element)
    }

    /// Outlook's elements stand before the quote: all that follows them is quoted.
    package static func isOutlookStart(_ element: HTMLTree.Node) -> Bool {
        HTMLTree.attribute("id", of: element).map(outlookIDs.contains) ?? false
    }

    /// An element that introduces a quote, and holds none.
    package static func isIntroduction(_ element: HTMLTree.Node) -> Bool { has(oneOf: ["moz-cite-prefix"], element) }

    /// Gmail's introduction, inside of the element that holds the quote.
    package static func isAttribution(_ element: HTMLTree.Node) -> Bool { has(oneOf: ["gmail_attr"], element) }

    /// Elements that hold the writer's own signature: those of Gmail, Thunderbird, Outlook and Proton Mail.
    package static func isSignature(_ element: HTMLTree.Node) -> Bool {
        if let id = HTMLTree.attribute("id", of: element), signatureIDs.contains(id) { return true }
        return has(oneOf: signatureClasses, element)
    }

    private static func has(oneOf names: Set<String>, _ element: HTMLTree.Node) -> Bool {
        let classes = HTMLTree.attribute("class", of: element)?.split(whereSeparator: \.isWhitespace) ?? []
        return classes.contains { names.contains(String($0)) }
    }

    private static let quoteClasses: Set<String> = [
        "gmail_quote", "gmail_quote_container", "moz-cite-prefix", "protonmail_quote", "yahoo_quoted", "zmail_extra",
        "tutanota_quote",
    ]

    private static let outlookIDs: Set<String> = [
        "appendonsend", "divRplyFwdMsg", "mail-editor-reference-message-container",
    ]

    private static let signatureClasses: Set<String> = [
        "gmail_signature", "gmail_signature_prefix", "moz-signature", "protonmail_signature_block",
    ]

    private static let signatureIDs: Set<String> = ["Signature", "ms-outlook-mobile-signature"]
}

// MARK: - Plain text

extension QuotedConversation {
    /// Where the quoted conversation begins in plain text, with the line that introduces it. nil: nothing is quoted.
    ///
    /// The conversation is everything from a separator of Outlook's on, or lines with `>` that go on to the end. Quotes
    /// with answers between them belong to the message.
    static func start(inText text: String) -> String.Index? {
        var start: String.Index?
        var introduction: String.Index?
        var paragraph: (start: String.Index, beginsWithOn: Bool)?
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let content = line.trimmed
            if content.isEmpty {
                paragraph = nil
            } else if content.hasPrefix(">") {
                if start == nil { start = introduction ?? line.startIndex }
            } else if isSeparator(content) {
                return start ?? line.startIndex
            } else {
                start = nil
                let beginsWithOn = content.hasPrefix("On ")
                if paragraph == nil || beginsWithOn { paragraph = (line.startIndex, beginsWithOn) }
                // `On … wrote:` ends with a colon in any language. The English one is known when it is wrapped.
                let isIntroduction = content.hasSuffix(":")
                introduction = isIntroduction ? (paragraph?.beginsWithOn == true ? paragraph?.start : line.startIndex) : nil
            }
        }
        return start
    }

    /// `-----Original Message-----`, in any language, or Outlook's line of 32 underscores.
    private static func isSeparator(_ line: String) -> Bool {
        if isOutlookRule(line[...]) { return true }
        return line.hasPrefix("-----") && line.hasSuffix("-----") && line.contains(where: \.isLetter)
    }

    /// Outlook's line of 32 underscores.
    package static func isOutlookRule(_ line: Substring) -> Bool {
        line.utf8.count >= 32 && line.utf8.allSatisfy { $0 == UInt8(ascii: "_") }
    }
}
