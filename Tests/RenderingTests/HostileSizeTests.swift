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

    /// A quarter as often: every line of a mail is looked at, which takes a build for tests its time.
    private init(_ name: String, lines unit: String, then end: String = "") {
        self.name = name
        input = String(repeating: unit, count: (1 << 18) / unit.utf8.count) + end
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

    static let mails = [
        HostileSizeCase("lines", lines: "a\n"),
        HostileSizeCase("empty lines", lines: "\n", then: "end"),
        HostileSizeCase("colons", lines: "a\nb:\n"),
        HostileSizeCase("introductions", lines: "On Monday Shop wrote:\n\n", then: "end"),
        HostileSizeCase("introductions of quotes", lines: "On 2/2/26 10:00, Shop wrote:\n> a\nb\n", then: "end"),
        HostileSizeCase("headers", lines: "From: a\nb\n"),
        HostileSizeCase("rules", lines: String(repeating: "_", count: 32) + "\n\n"),
        HostileSizeCase("quotes and answers", lines: "> a\nb\n"),
        HostileSizeCase("delimiters", lines: "--\n", then: "end"),
        HostileSizeCase("footers", "end" + String(repeating: "\nSent from my iPhone", count: 12_000)),
        HostileSizeCase("one long line", lines: "On Monday, "),
        HostileSizeCase("white space", lines: " ", then: "end"),
        HostileSizeCase("dashes", lines: "-", then: ":"),
    ]

    static let mailsInHTML = [
        HostileSizeCase("quotes", repeating: "<blockquote type=cite>x</blockquote>y"),
        HostileSizeCase("nested quotes", repeating: "<blockquote type=cite>x", then: "end"),
        HostileSizeCase("forwards", repeating: "<div class=gmail_quote>---- Forwarded message ----</div>"),
        HostileSizeCase("signatures", repeating: "<div class=gmail_signature>x</div>y"),
        HostileSizeCase("containers", repeating: "<div class=gmail_quote>x<blockquote>y</blockquote></div>z"),
    ]
}

/// These end; a stack that overflows, or a time that grows with the square of the size, does not.
/// One after the other, since tests share few threads: together these would keep the others from theirs for long.
@Suite(.serialized) struct HostileSizeTests {
    @Test(.timeLimit(.minutes(10)), arguments: HostileSizeCase.html)
    func `HTML of any size and depth becomes text`(_ row: HostileSizeCase) {
        let text = HTMLText.text(fromHTML: row.input)
        // Compared first: a failure prints what it compares.
        let isWhole = text.hasSuffix("end")
        #expect(isWhole)
        #expect(text.utf8.count <= 2 * row.input.utf8.count + 1_000_000)
    }

    @Test(.timeLimit(.minutes(10)), arguments: HostileSizeCase.markdown)
    func `Markdown of any size and depth is rendered`(_ row: HostileSizeCase) {
        let rendered = Markdown.render(row.input)
        let isWhole = rendered.text.hasSuffix("end") && rendered.html.contains("end")
        #expect(isWhole)
        #expect(rendered.text.utf8.count <= 2 * row.input.utf8.count + 1_000_000)
    }

    @Test(.timeLimit(.minutes(10)), arguments: HostileSizeCase.mails)
    func `a mail of any size is read`(_ row: HostileSizeCase) {
        let read = CustomerText.read(text: row.input)
        let isThere = !read.isEmpty && read.utf8.count <= row.input.utf8.count
        #expect(isThere)
    }

    @Test(.timeLimit(.minutes(10)), arguments: HostileSizeCase.mailsInHTML)
    func `a mail in HTML of any size is read`(_ row: HostileSizeCase) {
        let read = CustomerText.read(text: "", richText: row.input)
        let isThere = !read.isEmpty && read.utf8.count <= 2 * row.input.utf8.count + 1_000_000
        #expect(isThere)
    }
}
