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
        let source = Set(
            [row.text, row.html ?? "", row.original?.text ?? "", row.original?.richText ?? ""].flatMap { text in
                text.split(whereSeparator: \.isNewline) + HTMLText.text(fromHTML: text).split(whereSeparator: \.isNewline)
            }.map(\.trimmed))
        for line in read.split(whereSeparator: \.isNewline) { #expect(source.contains(line.trimmed)) }
    }
}
