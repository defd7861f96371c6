import Rendering
import Testing

@Suite struct HTMLTextTests {
    @Test(arguments: try RenderingCase.load("html-text"))
    func `reads HTML as text`(_ row: RenderingCase) {
        #expect(HTMLText.text(fromHTML: row.input) == row.text)
    }

    @Test(arguments: ["a & b", "<b>", "\"'\"", "&amp;", "ünïcode 👍🏽", "a\nb"])
    func `what is escaped reads as it was`(_ text: String) {
        let escaped = HTMLEscape.escape(text)
        #expect(!escaped.contains { "<>\"'".contains($0) })
        #expect(HTMLText.text(fromHTML: "<pre>\(escaped)</pre>") == text)
    }
}
