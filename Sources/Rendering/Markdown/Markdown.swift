/// One text in the two forms in which it is sent.
package struct RenderedText: Sendable, Hashable {
    package var html: String
    package var text: String

    package init(html: String, text: String) {
        self.html = html
        self.text = text
    }
}

/// What an AI or a person wrote, to safe HTML and to plain text: CommonMark with tables, in which every line break counts, or HTML.
package enum Markdown {
    /// Renders a text. The HTML holds what ``SafeHTML`` lets through; the plain text says the same. Words in angle brackets that
    /// are no HTML, as in `<order number>`, are text.
    package static func render(_ source: String) -> RenderedText {
        let html = HTMLAnswer.isHTML(source) ? source : CommonMark.html(of: source)
        return SafeHTML.render(AngleBrackets.escapingWords(in: html))
    }
}
