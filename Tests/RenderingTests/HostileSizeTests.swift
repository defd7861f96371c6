import Rendering
import TestSupport
import Testing

/// These end; a stack that overflows, or a time that grows with the square of the size, does not.
/// One after the other, or they would take the places of all tests that run at once.
@Suite("HTML and Markdown of hostile size", .serialized)
struct HostileSizeTests {
    /// So many attributes' names, of which no two are the same.
    private static func names(_ count: Int) -> String { (0..<count).map { String($0, radix: 36) }.joined(separator: " ") }

    private static func size(_ whole: Int) -> Int { HostileText.size(whole) }

    static let html = [
        HostileText("nested blocks", repeating: "<div>", then: "end"),
        HostileText("nested lists", repeating: "<ul><li>", then: "end"),
        HostileText("nested tables", repeating: "<table><td>", then: "end"),
        HostileText("nested quotes", repeating: "<blockquote>x", then: "end"),
        HostileText("nested quotes below the limit", String(repeating: "<blockquote>x", count: 9_000) + "end"),
        HostileText("open brackets", repeating: "<", then: " end"),
        HostileText("open comments", repeating: "<!--", then: "--> end"),
        HostileText("line breaks", repeating: "<br>", then: "end"),
        HostileText("attributes of one name", "<p " + String(repeating: "a ", count: size(500_000)) + ">end"),
        HostileText("attributes of many names", "<p " + names(size(500_000)) + ">end"),
        HostileText("attributes behind a quoted bracket", "<p x='>' " + names(size(500_000)) + ">end"),
        HostileText("attributes behind a comment with a quote", "<!-- <p x=\" --><p " + names(size(500_000)) + "><b y=\"\">end"),
        HostileText(
            "attributes in tags of a thousand", String(repeating: "<i " + names(1_000) + "></i>", count: size(150)) + "end"),
        HostileText("tags in the quotes of tags", repeating: "<p x=\"", then: "\">end"),
        HostileText(
            "attributes that each paragraph repeats",
            (0..<size(300)).map { "<b x=\($0) \(names(100))>" }.joined() + String(repeating: "<p>x</p>", count: size(300)) + "end"
        ),
        HostileText(
            "long values that each paragraph repeats",
            (0..<20).map { "<b x=\($0)\(String(repeating: "y", count: size(10_000)))>" }.joined()
                + String(repeating: "<p>x</p>", count: size(9_000)) + "end"),
        HostileText("accents", "a" + String(repeating: "\u{301}\u{323}", count: size(250_000)) + "end"),
        HostileText("accents as entities", "a" + String(repeating: "&#x301;&#x323;", count: size(75_000)) + "end"),
        HostileText(
            "accents in an address", "<a href='https://" + String(repeating: "&#x301;&#x323;", count: size(75_000)) + "'>x</a>end"
        ),
        HostileText("paragraphs", repeating: "<p>x", then: "end"),
        HostileText("cells", repeating: "<td>x", then: "end"),
        HostileText("entities", repeating: "&amp;", then: "end"),
        HostileText("numbered items", "<ol start=9223372036854775807>" + String(repeating: "<li>x", count: size(9_000)) + "end"),
        HostileText(
            "formatting that each paragraph repeats",
            "<p>" + (0..<size(4_000)).map { "<b x=\($0)>" }.joined() + "</p>" + String(repeating: "<p>x</p>", count: size(4_000))
                + "end"),
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
        HostileText("tags in a line", "a " + String(repeating: "<b>", count: size(300_000)) + "end"),
        HostileText(
            "quoted lines", String(repeating: ">", count: size(1_000)) + String(repeating: "a\\\n", count: size(10_000)) + "end"),
    ]

    @Test("HTML of any size and depth becomes text", .timeLimit(.minutes(10)), arguments: Self.html)
    func anyHTML(_ row: HostileText) async {
        let text = await LongWork.run { HTMLText.text(fromHTML: row.input) }
        // Compared first: a failure prints what it compares.
        let isWhole = text.hasSuffix("end")
        #expect(isWhole)
        #expect(text.utf8.count <= 2 * row.input.utf8.count + 1_000_000)
    }

    @Test("Markdown of any size and depth is rendered", .timeLimit(.minutes(10)), arguments: Self.markdown)
    func anyMarkdown(_ row: HostileText) async {
        let rendered = await LongWork.run { Markdown.render(row.input) }
        let isWhole = rendered.text.hasSuffix("end") && rendered.html.contains("end")
        #expect(isWhole)
        #expect(rendered.text.utf8.count <= 2 * row.input.utf8.count + 1_000_000)
    }
}
