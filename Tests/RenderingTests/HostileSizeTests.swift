import Rendering
import TestSupport
import Testing

/// A text that nests, or repeats, as far as its size allows.
struct HostileSizeCase: NamedCase {
    let name: String
    let input: String

    /// As often as fits in about a mebibyte.
    private init(_ name: String, repeating unit: String, then end: String = "") {
        self.name = name
        input = String(repeating: unit, count: (1 << 20) / unit.utf8.count) + end
    }

    private init(_ name: String, _ input: String) {
        self.name = name
        self.input = input
    }

    static let html = [
        HostileSizeCase("nested blocks", repeating: "<div>", then: "end"),
        HostileSizeCase("nested lists", repeating: "<ul><li>", then: "end"),
        HostileSizeCase("nested tables", repeating: "<table><td>", then: "end"),
        HostileSizeCase("nested quotes", repeating: "<blockquote>x", then: "end"),
        HostileSizeCase("nested quotes below the limit", String(repeating: "<blockquote>x", count: 9_000) + "end"),
        HostileSizeCase("open brackets", repeating: "<", then: " end"),
        HostileSizeCase("open comments", repeating: "<!--", then: "--> end"),
        HostileSizeCase("line breaks", repeating: "<br>", then: "end"),
        HostileSizeCase("attributes", "<p " + String(repeating: "a ", count: 500_000) + ">end"),
        HostileSizeCase(
            "formatting that each paragraph repeats",
            "<p>" + (0..<4_000).map { "<b x=\($0)>" }.joined() + "</p>" + String(repeating: "<p>x</p>", count: 4_000) + "end"),
    ]

    static let markdown = [
        HostileSizeCase("quotes", repeating: ">", then: "end"),
        HostileSizeCase("list items in list items", repeating: "- ", then: "end"),
        HostileSizeCase("open brackets", repeating: "[", then: "end"),
        HostileSizeCase("open images", repeating: "![", then: "end"),
        HostileSizeCase("closed brackets", repeating: "]", then: "end"),
        HostileSizeCase("emphasis", repeating: "*a ", then: "end"),
        HostileSizeCase("strong emphasis", repeating: "**a**", then: "end"),
        HostileSizeCase("tags", repeating: "<div>", then: "end"),
        HostileSizeCase("tags in a line", "a " + String(repeating: "<b>", count: 300_000) + "end"),
        HostileSizeCase("quoted lines", String(repeating: ">", count: 1_000) + String(repeating: "a\\\n", count: 10_000) + "end"),
    ]
}

/// These end; a stack that overflows, or a time that grows with the square of the size, does not.
@Suite struct HostileSizeTests {
    @Test(.timeLimit(.minutes(2)), arguments: HostileSizeCase.html)
    func `HTML of any size and depth becomes text`(_ row: HostileSizeCase) {
        let text = HTMLText.text(fromHTML: row.input)
        // Compared first: a failure prints what it compares.
        let isWhole = text.hasSuffix("end")
        #expect(isWhole)
        #expect(text.utf8.count <= 2 * row.input.utf8.count + 1_000_000)
    }

    @Test(.timeLimit(.minutes(2)), arguments: HostileSizeCase.markdown)
    func `Markdown of any size and depth is rendered`(_ row: HostileSizeCase) {
        let rendered = Markdown.render(row.input)
        let isWhole = rendered.text.hasSuffix("end") && rendered.html.contains("end")
        #expect(isWhole)
        #expect(rendered.text.utf8.count <= 2 * row.input.utf8.count + 1_000_000)
    }
}
