import Rendering
import TestSupport
import Testing

/// Answers that no model writes, of pieces that models do write: whatever stands where, each is rendered, in both forms.
@Suite("Markdown and HTML of pieces in any order")
struct MixedMarkdownTests {
    private static let pieces = [
        "*", "**", "_", "`", "```", "```\n", "~~~\n", "#", "# ", "- ", "1. ", "99999999999. ", "> ", "|", "|-|", "|:-:|\n",
        "| a | b |\n",
        "\n", "\n\n", "    ", "\t", "[", "](", "](https://shop.example/a)", "![", ")", "<", ">", "<order number>", "<b>", "</b>",
        "<!--",
        "-->", "<table>", "<td>", "</table>", "<ul>", "<li>", "</ul>", "<p dir=rtl>", "&amp;", "&#0;", "&", "\\", "\\n", "***",
        "a****z@",
        "a", "word ", "שלום ", "\u{301}", "\u{200D}", "\u{FEFF}", "%", "%2", "%zz", "https://shop.example/", "{{name}}", "[^1]",
        "【1†",
    ]

    @Test("Rendered", arguments: 1...4) func rendered(seed: UInt64) async {
        let mixes = 1_000
        let shown = await LongWork.run { () -> Int in
            var chance = Chance(seed: seed)
            var shown = 0
            for _ in 0..<mixes {
                let answer = (0..<chance.number(1..<40)).map { _ in chance.one(of: Self.pieces) }.joined()
                let rendered = Markdown.render(answer)
                _ = HTMLText.text(fromHTML: answer)
                // What is rendered can be read again.
                if !HTMLText.text(fromHTML: rendered.html).isEmpty { shown += 1 }
            }
            return shown
        }
        #expect(shown > mixes / 2)
    }
}
