import Rendering
import Testing

@Suite struct MarkdownTests {
    @Test func `the fixtures are there`() {
        #expect(RenderingCase.load("markdown").count >= 30)
        #expect(RenderingCase.load("hostile-markdown").count >= 30)
    }

    @Test(arguments: RenderingCase.load("markdown"))
    func `renders CommonMark twice`(_ row: RenderingCase) {
        #expect(Markdown.render(row.input) == RenderedText(html: row.html, text: row.text))
    }

    @Test(arguments: RenderingCase.load("hostile-markdown"))
    func `lets nothing through that could run`(_ row: RenderingCase) {
        #expect(Markdown.render(row.input) == RenderedText(html: row.html, text: row.text))
    }
}
