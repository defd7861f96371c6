import Rendering
import TestSupport
import Testing

/// These end; a stack that overflows, or a time that grows with the square of the size, does not.
/// One after the other, since tests share few threads: together these would keep the others from theirs for long.
@Suite("HTML and Markdown of hostile size", .serialized)
struct HostileSizeTests {
    static let html = [
        HostileText("nested blocks", repeating: "<div>", then: "end"),
        HostileText("nested lists", repeating: "<ul><li>", then: "end"),
        HostileText("nested tables", repeating: "<table><td>", then: "end"),
        HostileText("nested quotes", repeating: "<blockquote>x", then: "end"),
        HostileText("nested quotes below the limit", String(repeating: "<blockquote>x", count: 9_000) + "end"),
        HostileText("open brackets", repeating: "<", then: " end"),
        HostileText("open comments", repeating: "<!--", then: "--> end"),
        HostileText("line breaks", repeating: "<br>", then: "end"),
        HostileText("attributes", "<p " + String(repeating: "a ", count: 500_000) + ">end"),
        HostileText(
            "formatting that each paragraph repeats",
            "<p>" + (0..<4_000).map { "<b x=\($0)>" }.joined() + "</p>" + String(repeating: "<p>x</p>", count: 4_000) + "end"),
    ]

    static let markdown = [
        HostileText("quotes", repeating: ">", then: "end"),
        HostileText("list items in list items", repeating: "- ", then: "end"),
        HostileText("open brackets", repeating: "[", then: "end"),
        HostileText("open images", repeating: "![", then: "end"),
        HostileText("closed brackets", repeating: "]", then: "end"),
        HostileText("emphasis", repeating: "*a ", then: "end"),
        HostileText("strong emphasis", repeating: "**a**", then: "end"),
        HostileText("tags", repeating: "<div>", then: "end"),
        HostileText("tags in a line", "a " + String(repeating: "<b>", count: 300_000) + "end"),
        HostileText("quoted lines", String(repeating: ">", count: 1_000) + String(repeating: "a\\\n", count: 10_000) + "end"),
    ]

    @Test("HTML of any size and depth becomes text", .timeLimit(.minutes(10)), arguments: Self.html)
    func anyHTML(_ row: HostileText) {
        let text = HTMLText.text(fromHTML: row.input)
        // Compared first: a failure prints what it compares.
        let isWhole = text.hasSuffix("end")
        #expect(isWhole)
        #expect(text.utf8.count <= 2 * row.input.utf8.count + 1_000_000)
    }

    @Test("Markdown of any size and depth is rendered", .timeLimit(.minutes(10)), arguments: Self.markdown)
    func anyMarkdown(_ row: HostileText) {
        let rendered = Markdown.render(row.input)
        let isWhole = rendered.text.hasSuffix("end") && rendered.html.contains("end")
        #expect(isWhole)
        #expect(rendered.text.utf8.count <= 2 * row.input.utf8.count + 1_000_000)
    }
}
