import Foundation
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

    /// A file that cannot be read has no rows, which a test notices.
    static let all: [CustomerTextCase] = {
        guard let url = Bundle.module.url(forResource: "customer-text", withExtension: "json", subdirectory: "Fixtures"),
            let bytes = try? Data(contentsOf: url), let rows = try? JSON.parse(Array(bytes)).array
        else { return [] }
        return rows.compactMap { row in
            guard let name = row["name"]?.string, let text = row["text"]?.string, let expected = row["expected"]?.string else {
                return nil
            }
            return CustomerTextCase(
                name: name, text: text, html: row["html"]?.string,
                original: row["originalText"]?.string.map { ($0, row["originalHtml"]?.string) },
                subject: row["subject"]?.string, expected: expected)
        }
    }()
}

@Suite struct CustomerTextTests {
    @Test func `the fixtures are there`() {
        #expect(CustomerTextCase.all.count >= 150)
        #expect(Set(CustomerTextCase.all.map(\.name)).count == CustomerTextCase.all.count)
    }

    @Test(arguments: CustomerTextCase.all)
    func `reads what the customer wrote`(_ row: CustomerTextCase) {
        let read = CustomerText.read(text: row.text, richText: row.html, original: row.original, subject: row.subject)
        #expect(read == row.expected)
    }

    @Test(arguments: CustomerTextCase.all)
    func `every line of it stood in the message`(_ row: CustomerTextCase) {
        let read = CustomerText.read(text: row.text, richText: row.html, original: row.original, subject: row.subject)
        let source = Set(
            [row.text, row.html ?? "", row.original?.text ?? "", row.original?.richText ?? ""].flatMap { text in
                text.split(whereSeparator: \.isNewline) + HTMLText.text(fromHTML: text).split(whereSeparator: \.isNewline)
            }.map(\.trimmed))
        for line in read.split(whereSeparator: \.isNewline) { #expect(source.contains(line.trimmed)) }
    }
}
