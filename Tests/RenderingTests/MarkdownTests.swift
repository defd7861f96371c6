import Rendering
import Testing

@Suite("Markdown")
struct MarkdownTests {
    @Test("CommonMark is rendered as HTML and as text", arguments: try RenderingCase.load("markdown"))
    func rendered(_ row: RenderingCase) {
        #expect(Markdown.render(row.input) == RenderedText(html: row.html, text: row.text))
    }

    @Test("Nothing gets through that could run", arguments: try RenderingCase.load("hostile-markdown"))
    func hostile(_ row: RenderingCase) {
        #expect(Markdown.render(row.input) == RenderedText(html: row.html, text: row.text))
    }
}
