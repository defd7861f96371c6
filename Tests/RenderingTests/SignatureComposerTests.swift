import RelayCore
import Rendering
import TestSupport
import Testing

struct ComposerCase: NamedCase {
    let name: String
    /// `§` stands where the signature belongs; without it the signature belongs at the end.
    let marked: String

    var body: String { marked.filter { $0 != "§" } }

    func signed(with signature: String) -> String {
        marked.contains("§")
            ? marked.split(separator: "§", omittingEmptySubsequences: false).joined(separator: signature) : marked
    }

    static let html = [
        ComposerCase(name: "fragment", marked: "<p>Hello</p>§"),
        ComposerCase(name: "empty", marked: "§"),
        ComposerCase(name: "plain words", marked: "Hello §"),
        ComposerCase(name: "whole document", marked: "<!doctype html><html><body><p>Hello</p>§</body></html>\n"),
        ComposerCase(name: "document without an end", marked: "<html><body><p>Hello</p>§"),
        ComposerCase(name: "not in a comment", marked: "<p>Hello</p><!-- </body> <div class=\"gmail_quote\"> -->§"),
        ComposerCase(name: "not in an attribute", marked: "<p title='<div class=\"gmail_quote\">'>Hello</p>§"),
        ComposerCase(
            name: "Gmail",
            marked: "<div dir=\"ltr\">Hello</div>§<div class=\"gmail_quote\">On … wrote:<blockquote>Q</blockquote></div>"),
        ComposerCase(name: "Gmail, two classes", marked: "Hello§<div dir=ltr class='gmail_quote gmail_quote_container'>Q</div>"),
        ComposerCase(name: "Gmail's class as part of a name", marked: "<div class=\"not_gmail_quote\">Hello</div>§"),
        ComposerCase(name: "Apple Mail", marked: "Hello<br>§<blockquote type=\"cite\">Q</blockquote>"),
        ComposerCase(name: "Apple Mail, capitals", marked: "Hello<BR>§<BLOCKQUOTE class=x TYPE=cite>Q</BLOCKQUOTE>"),
        ComposerCase(
            name: "Outlook", marked: "<div>Hello</div>§<div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\">From: …</div>"
        ),
        ComposerCase(
            name: "Thunderbird",
            marked: "Hello§<div class=\"moz-cite-prefix\">On … wrote:</div><blockquote type=\"cite\">Q</blockquote>"),
        ComposerCase(name: "Yahoo", marked: "Hello§<div id=\"yahoo_quoted_1\" class=\"yahoo_quoted\">Q</div>"),
        ComposerCase(name: "inside the outer block", marked: "<div>Hello§<div class=\"gmail_quote\">Q</div></div>"),
        ComposerCase(name: "letters of several bytes", marked: "<p>Grüße 👋🏽</p>§<div class=\"gmail_quote\">Q</div>"),
        ComposerCase(name: "a quote that the writer made", marked: "<blockquote>As they say</blockquote><p>Hello</p>§"),
        ComposerCase(
            name: "a signature in the quoted conversation",
            marked:
                "<p>Hello again</p>§<div class=\"gmail_quote\"><p>Hello</p><div class=\"deskrelay-signature\"><b>Shop</b></div></div>"
        ),
    ]

    static let text = [
        ComposerCase(name: "one line", marked: "Hello§"),
        ComposerCase(name: "colon at the end", marked: "Hello\nThe answer:§"),
        ComposerCase(name: "quote with introduction", marked: "Hello§\n\nOn Monday Customer wrote:\n> Q"),
        ComposerCase(name: "introduction in German", marked: "Hallo§\n\nAm Montag schrieb Kundin:\n> Q"),
        ComposerCase(
            name: "wrapped introduction",
            marked: "Hello§\n\nOn Mon, 2 Feb 2026 at 10:00, Customer <c@example.com>\nwrote:\n\n> Q\n> Q2\n"),
        ComposerCase(name: "introduction right under the message", marked: "Hello§\n\nOn Monday Customer wrote:\n> Q\n\n> Q2"),
        ComposerCase(name: "quote without introduction", marked: "Hello§\n\n> Q"),
        ComposerCase(name: "answers between quotes", marked: "Hello\n> Q\nYes.\n> Q2\nNo.§"),
        ComposerCase(name: "answers between quotes, and a quote at the end", marked: "> Q\nYes.§\n\n> Q2\n"),
        ComposerCase(name: "Outlook's separator", marked: "Hello§\n\n-----Original Message-----\nFrom: Customer\n\nQ"),
        ComposerCase(name: "Outlook's separator in German", marked: "Hallo§\n\n-----Ursprüngliche Nachricht-----\nQ"),
        ComposerCase(name: "Outlook's line", marked: "Hello§\n\n________________________________\nFrom: Customer\n\nQ"),
        ComposerCase(name: "a line of dashes is no separator", marked: "Hello\n----------\nMore§"),
        ComposerCase(
            name: "a signature in the quoted conversation",
            marked: "Hello again§\n\nOn Monday Shop wrote:\n> Hello\n>\n> -- \n> Shop"),
    ]
}

@Suite("Where a signature goes")
struct SignatureComposerTests {
    private static let htmlBlock = "<div class=\"deskrelay-signature\"><b>Shop</b></div>"
    private static let textBlock = "\n\n-- \nShop"

    private let composer = SignatureComposer(EmailSignature(pattern: "shop.example", html: "<b>Shop</b>", text: nil))

    @Test("HTML is signed before the quoted conversation, once", arguments: ComposerCase.html)
    func html(_ row: ComposerCase) {
        let signed = composer.sign(html: row.body)
        #expect(signed == row.signed(with: Self.htmlBlock))
        #expect(composer.sign(html: signed) == signed)
    }

    @Test("Text is signed before the quoted conversation, once", arguments: ComposerCase.text)
    func text(_ row: ComposerCase) {
        let signed = composer.sign(text: row.body)
        #expect(signed == row.signed(with: Self.textBlock))
        #expect(composer.sign(text: signed) == signed)
    }

    @Test("The quote is found in text with CRLF")
    func lineEnds() {
        let body = "Hello\r\n\r\nOn Monday Customer wrote:\r\n> Q\r\n"
        #expect(composer.sign(text: body) == "Hello\n\n-- \nShop\n\nOn Monday Customer wrote:\r\n> Q\r\n")
    }

    @Test("An empty text becomes the signature alone")
    func empty() {
        #expect(composer.sign(text: " \n") == "-- \nShop")
        #expect(composer.sign(text: "> Q") == "-- \nShop\n\n> Q")
    }

    @Test(
        "A signature that looks like a quote is added once",
        arguments: ["Find us:\n> shop.example", "________________________________\nShop", "On call:"])
    func likeQuote(_ text: String) {
        let composer = SignatureComposer(
            EmailSignature(pattern: "shop.example", html: "<blockquote type=cite>Shop</blockquote>", text: text))
        for body in ["Hello", "Hello\n\n> Q", "Hello\n\nOn Monday Customer wrote:\n> Q"] {
            let signed = composer.sign(text: body)
            #expect(signed.hasPrefix("Hello\n\n-- \n\(text)"))
            #expect(composer.sign(text: signed) == signed)
        }
        let signed = composer.sign(html: "<p>Hello</p>")
        #expect(composer.sign(html: signed) == signed)
    }

    @Test("The text of a signature is made from its HTML, unless it is given")
    func derivedText() {
        let html = "<p>Shop<br><a href=\"https://shop.example/\">Visit us</a></p><p>+1-555-0100</p>"
        let made = SignatureComposer(EmailSignature(pattern: "shop.example", html: html, text: nil))
        #expect(made.sign(text: "Hello") == "Hello\n\n-- \nShop\nVisit us (https://shop.example/)\n\n+1-555-0100")
        let given = SignatureComposer(EmailSignature(pattern: "shop.example", html: html, text: "The shop"))
        #expect(given.sign(text: "Hello") == "Hello\n\n-- \nThe shop")
    }

    @Test("A signature without words leaves the text alone")
    func wordless() {
        let composer = SignatureComposer(
            EmailSignature(pattern: "shop.example", html: "<img src=\"https://shop.example/x.png\">", text: nil))
        #expect(composer.sign(text: "Hello\n") == "Hello\n")
    }

    @Test(
        "Text that ends with the very signature counts as signed",
        arguments: [
            ("Hello\n\nShop\nVisit us (https://shop.example/)", true),
            ("Hello\n\nShop\n\n Visit us (https://shop.example/) \n", true),
            ("Hello\n\nShop\nVisit us (https://shop.example/)\n\nOn Monday Customer wrote:\n> Q", true),
            ("Hello from the Shop\nVisit us (https://shop.example/)", false),
            ("Shop\nVisit us (https://shop.example/)\nHello", false),
            ("Hello\nVisit us (https://shop.example/)", false),
            ("Hello\n\n> Shop\n> Visit us (https://shop.example/)", false),
        ])
    func signedText(_ body: String, _ isSigned: Bool) {
        let html = "<p>Shop<br><a href=\"https://shop.example/\">Visit us</a></p>"
        let composer = SignatureComposer(EmailSignature(pattern: "shop.example", html: html, text: nil))
        #expect((composer.sign(text: body) == body) == isSigned)
    }

    @Test("HTML that ends with the very signature counts as signed")
    func signedHTML() {
        let html = "<p>Shop<br><a href=\"https://shop.example/\">Visit us</a></p>"
        let composer = SignatureComposer(EmailSignature(pattern: "shop.example", html: html, text: nil))
        let signed = Markdown.render("Hello\n\nShop\\\n[Visit us](https://shop.example/)")
        #expect(composer.sign(html: signed.html) == signed.html)
        #expect(composer.sign(text: signed.text) == signed.text)
        #expect(composer.sign(html: "<p>Our Shop<br>Visit us</p>") != "<p>Our Shop<br>Visit us</p>")
        let quoted = "<p>Shop<br>Visit us (https://shop.example/)</p><div class=\"gmail_quote\">Q</div>"
        #expect(composer.sign(html: quoted) == quoted)
    }
}
