import Rendering
import Testing

@Suite("HTML as text")
struct HTMLTextTests {
    @Test("HTML is read as text", arguments: try RenderingCase.load("html-text"))
    func text(_ row: RenderingCase) {
        #expect(HTMLText.text(fromHTML: row.input) == row.text)
    }

    @Test("Text that is escaped reads as it was", arguments: ["a & b", "<b>", "\"'\"", "&amp;", "ünïcode 👍🏽", "a\nb"])
    func escaped(_ text: String) {
        let escaped = HTMLEscape.escape(text)
        #expect(!escaped.contains { "<>\"'".contains($0) })
        #expect(HTMLText.text(fromHTML: "<pre>\(escaped)</pre>") == text)
    }
}
