import Rendering
import Testing

@Suite struct MarkdownTests {
    @Test(arguments: try RenderingCase.load("markdown"))
    func `renders CommonMark twice`(_ row: RenderingCase) {
        #expect(Markdown.render(row.input) == RenderedText(html: row.html, text: row.text))
    }

    @Test(arguments: try RenderingCase.load("hostile-markdown"))
    func `lets nothing through that could run`(_ row: RenderingCase) {
        #expect(Markdown.render(row.input) == RenderedText(html: row.html, text: row.text))
    }
}
