import RelayCore
import Rendering
import TestSupport
import Testing

@Suite("Rendering")
struct RenderingTests {
    struct Case: NamedCase {
        let name: String
        let markdown: String
        let html: String
        let text: String
    }

    static let cases = [
        Case(name: "emphasis", markdown: "a **b** _c_", html: "<p>a <strong>b</strong> <em>c</em></p>", text: "a b c"),
        Case(
            name: "link", markdown: "[a](https://x.example)", html: "<p><a href=\"https://x.example\">a</a></p>",
            text: "a (https://x.example)"),
        Case(name: "list", markdown: "- a\n- b", html: "<ul>\n<li>a</li>\n<li>b</li>\n</ul>", text: "- a\n- b"),
        Case(
            name: "numbers", markdown: "3. a\n4. b", html: "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>", text: "3. a\n4. b"),
        Case(name: "paragraphs", markdown: "a\n\nb", html: "<p>a</p>\n<p>b</p>", text: "a\n\nb"),
        Case(name: "quote", markdown: "> a", html: "<blockquote>\n<p>a</p>\n</blockquote>", text: "> a"),
        Case(name: "markup is text", markdown: "1 < 2 & 3", html: "<p>1 &lt; 2 &amp; 3</p>", text: "1 < 2 & 3"),
        Case(name: "inline HTML loses its tags", markdown: "a <b onclick=x>b</b>", html: "<p>a b</p>", text: "a b"),
        Case(
            name: "an HTML block keeps its words", markdown: "<div><script>x()</script>hello</div>", html: "<p>hello</p>",
            text: "hello"),
        Case(
            name: "no code in links", markdown: "[a](javascript:x)", html: "<p><a href=\"\">a</a></p>", text: "a (javascript:x)"),
    ]

    @Test("CommonMark to HTML and text", arguments: cases)
    func markdown(_ test: Case) {
        let rendered = Markdown.render(test.markdown)
        #expect(rendered.html == test.html)
        #expect(rendered.text == test.text)
    }

    @Test("Deep nesting ends", arguments: [String(repeating: "> ", count: 50_000), String(repeating: "<div>", count: 200_000)])
    func deep(_ text: String) {
        #expect(Markdown.render(text + "end").text.contains("end"))
        #expect(HTMLText.text(fromHTML: text + "end").contains("end"))
    }

    @Test("A signature stands once, before the quoted conversation")
    func signature() {
        let composer = SignatureComposer(EmailSignature(pattern: "x", html: "<p>Shop<br>&amp; Co</p>", text: nil))
        let text = composer.sign(text: "Hello\n\nOn Monday Casey wrote:\n> Hi")
        #expect(text == "Hello\n\n-- \nShop\n& Co\n\nOn Monday Casey wrote:\n> Hi")
        #expect(composer.sign(text: text) == text)
        let html = composer.sign(html: "<p>Hello</p><div class=\"gmail_quote\">Hi</div>")
        #expect(
            html
                == "<p>Hello</p><div class=\"deskrelay-signature\"><p>Shop<br>&amp; Co</p></div><div class=\"gmail_quote\">Hi</div>"
        )
        #expect(composer.sign(html: html) == html)
    }
}
