import Foundation
import MailReading
import RelayCore
import Rendering
import TestSupport
import Testing

/// One row of `customer-text.json`: `{"name","text","html"?,"originalText"?,"originalHtml"?,"subject"?,"expected"}`.
struct CustomerTextCase: NamedCase {
    let name: String
    let text: String
    let html: String?
    let original: (text: String, richText: String?)?
    let subject: String?
    let expected: String

    static func load() throws -> [CustomerTextCase] {
        let keys: Set = ["text", "html", "originalText", "originalHtml", "subject", "expected"]
        return try FixtureFile("customer-text", in: .module).rows(keys: keys) { row in
            let originalHTML = try row.optionalString("originalHtml")
            return CustomerTextCase(
                name: try row.string("name"), text: try row.string("text"), html: try row.optionalString("html"),
                original: try row.optionalString("originalText").map { ($0, originalHTML) },
                subject: try row.optionalString("subject"), expected: try row.string("expected"))
        }
    }
}

/// One row of `compared-text.json`: `{"name","earlier","text","html"?,"expected"}`; `earlier` is what was said before, oldest first.
struct ComparedTextCase: NamedCase {
    let name: String
    let earlier: [String]
    let text: String
    let html: String?
    let expected: String

    static func load() throws -> [ComparedTextCase] {
        try FixtureFile("compared-text", in: .module).rows(keys: ["earlier", "text", "html", "expected"]) { row in
            ComparedTextCase(
                name: try row.string("name"), earlier: try row.strings("earlier"), text: try row.string("text"),
                html: try row.optionalString("html"), expected: try row.string("expected"))
        }
    }
}

@Suite("What the customer wrote in a mail")
struct CustomerTextTests {
    @Test("What the customer wrote is read, and nothing else", arguments: try CustomerTextCase.load())
    func read(_ row: CustomerTextCase) {
        let read = CustomerText.read(text: row.text, richText: row.html, original: row.original, subject: row.subject)
        #expect(read == row.expected)
    }

    @Test("Every line that is read stood in the message", arguments: try CustomerTextCase.load())
    func lines(_ row: CustomerTextCase) {
        let read = CustomerText.read(text: row.text, richText: row.html, original: row.original, subject: row.subject)
        let sources = [row.text, row.html ?? "", row.original?.text ?? "", row.original?.richText ?? ""]
        let all = sources.map { "\($0)\n\(HTMLText.text(fromHTML: $0))" }.joined(separator: "\n")
        for line in read.split(whereSeparator: \.isNewline) { #expect(all.contains(line.trimmed)) }
    }

    @Test("What stands on the thread is cut, and what is new stays", arguments: try ComparedTextCase.load())
    func compared(_ row: ComparedTextCase) {
        let earlier = EarlierMessages(row.earlier.map { ($0, nil) })
        #expect(CustomerText.read(text: row.text, richText: row.html, earlier: earlier) == row.expected)
    }

    @Test("What was said later counts for nothing")
    func later() {
        let text = "The zip is broken.\n\nOn 3 Nov 2025, at 10:00, Shop <help@shop.example> wrote:\n> Is the jacket all right?"
        let said = EarlierMessages([("Hello", nil), ("Is the jacket all right?", nil)])
        #expect(CustomerText.read(text: text, earlier: said) == "The zip is broken.")
        #expect(CustomerText.read(text: text, earlier: said.first(1)) == text)
    }
}
