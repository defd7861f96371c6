import Rendering
import Testing

@Suite("HTML as text")
struct HTMLTextTests {
    @Test("HTML is read as text", arguments: try RenderingCase.load("html-text"))
    func text(_ row: RenderingCase) {
        #expect(HTMLText.text(fromHTML: row.input) == row.text)
    }

    static let flat: KeyValuePairs = [
        "a<p>b</p>c": "a\nb\nc",
        "a<div><ul><li><table>b": "a\n\nb",
        "a<br>\n<br> \t<br>b": "a\n\nb",
        "<td>a</td><td>b</td>": "a b",
        "a<style>p { x }</style><script>y()</script>b": "ab",
        "1 < 2 &amp; 3 &lt; 4": "1 < 2 & 3 < 4",
        "&lt;b&gt;&nbsp;c": "<b> c",
        "no\u{A0}break  <b>twice</b> ": "no break twice",
        "<!-- a --><!doctype b>c</>": "c",
    ]

    @Test("HTML beyond the limits is read as lines", arguments: Self.flat.map { (html: $0.key, text: $0.value) })
    func beyondLimits(_ row: (html: String, text: String)) {
        #expect(HTMLText.text(fromHTML: String(repeating: "<i></i>", count: 10_000) + row.html) == row.text)
    }

    @Test("Text that is escaped reads as it was", arguments: ["a & b", "<b>", "\"'\"", "&amp;", "ünïcode 👍🏽", "a\nb"])
    func escaped(_ text: String) {
        let escaped = HTMLEscape.escape(text)
        #expect(!escaped.contains { "<>\"'".contains($0) })
        #expect(HTMLText.text(fromHTML: "<pre>\(escaped)</pre>") == text)
    }
}
