import MailReading
import TestSupport
import Testing

/// These end; a stack that overflows, or a time that grows with the square of the size, does not.
/// One after the other, or they would take the places of all tests that run at once.
@Suite("Mail of hostile size", .serialized)
struct HostileMailTests {
    private static let bytes = HostileText.size(1 << 18)

    private static func marks(_ count: Int) -> String { String(repeating: "\u{301}\u{323}", count: count / 2) }

    static let mails = [
        HostileText("lines", repeating: "a\n", bytes: Self.bytes),
        HostileText("empty lines", repeating: "\n", then: "end", bytes: Self.bytes),
        HostileText("colons", repeating: "a\nb:\n", bytes: Self.bytes),
        HostileText("introductions", repeating: "On Monday Shop wrote:\n\n", then: "end", bytes: Self.bytes),
        HostileText(
            "introductions of quotes", repeating: "On 2/2/26 10:00, Shop wrote:\n> a\nb\n", then: "end", bytes: Self.bytes),
        HostileText(
            "introductions on a line", repeating: String(repeating: "On 3 ", count: 100) + ":\n> a\n", then: "end",
            bytes: Self.bytes),
        HostileText("headers", repeating: "From: a\nb\n", bytes: Self.bytes),
        HostileText("rules", repeating: String(repeating: "_", count: 32) + "\n\n", bytes: Self.bytes),
        HostileText("quotes and answers", repeating: "> a\nb\n", bytes: Self.bytes),
        HostileText("delimiters", repeating: "--\n", then: "end", bytes: Self.bytes),
        HostileText("footers", "end" + String(repeating: "\nSent from my iPhone", count: HostileText.size(12_000))),
        HostileText("one long line", repeating: "On Monday, ", bytes: Self.bytes),
        HostileText("white space", repeating: " ", then: "end", bytes: Self.bytes),
        HostileText("dashes", repeating: "-", then: ":", bytes: Self.bytes),
        HostileText("letters with as many marks as there may be", repeating: "a" + marks(30), bytes: Self.bytes),
        HostileText("lines of marks", repeating: marks(30) + "\n", then: "end", bytes: Self.bytes),
        HostileText("joined emoji", repeating: "\u{1F469}\u{200D}", then: "end", bytes: Self.bytes),
        HostileText("joiners", repeating: "\u{200D}", then: "end", bytes: Self.bytes),
        HostileText("flags", repeating: "\u{1F1E9}", then: "end", bytes: Self.bytes),
        HostileText("syllables that do not end", repeating: "\u{1100}", then: "end", bytes: Self.bytes),
        HostileText("conjuncts", repeating: "\u{915}\u{94D}", then: "end", bytes: Self.bytes),
    ]

    static let mailsInHTML = [
        HostileText("quotes", repeating: "<blockquote type=cite>x</blockquote>y"),
        HostileText(
            "quotes under a long text",
            "<p>" + String(repeating: "a<br>", count: HostileText.size(9_000))
                + String(repeating: "<blockquote type=cite>x</blockquote>", count: 40)),
        HostileText("nested quotes", repeating: "<blockquote type=cite>x", then: "end"),
        HostileText("forwards", repeating: "<div class=gmail_quote>---- Forwarded message ----</div>"),
        HostileText("signatures", repeating: "<div class=gmail_signature>x</div>y"),
        HostileText("containers", repeating: "<div class=gmail_quote>x<blockquote>y</blockquote></div>z"),
    ]

    @Test("A mail of any size is read", .timeLimit(.minutes(10)), arguments: Self.mails)
    func text(_ row: HostileText) async {
        let read = await LongWork.run { CustomerText.read(text: row.input) }
        let isThere = !read.isEmpty && read.utf8.count <= row.input.utf8.count
        #expect(isThere)
    }

    @Test("A mail in HTML of any size is read", .timeLimit(.minutes(10)), arguments: Self.mailsInHTML)
    func html(_ row: HostileText) async {
        let read = await LongWork.run { CustomerText.read(text: "", richText: row.input) }
        let isThere = !read.isEmpty && read.utf8.count <= 2 * row.input.utf8.count + 1_000_000
        #expect(isThere)
    }

    @Test("A mail of any size is compared with as much", .timeLimit(.minutes(10)), arguments: Self.mails)
    func compared(_ row: HostileText) async {
        let text = "On Mon, 3 Nov 2025 at 10:00, Shop <help@shop.example> wrote:\n\(row.input)"
        let earlier = EarlierMessages([(row.input, nil), ("a\n\(row.input)", nil)])
        let isEmpty = await LongWork.run { CustomerText.read(text: text, earlier: earlier).isEmpty }
        #expect(!isEmpty)
    }
}
