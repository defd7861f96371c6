import Answering
import Foundation
import RelayCore
import TestSupport
import Testing

/// A row of `finished-text.json`: what the AI wrote, and what of it a customer may get.
struct FinishedCase: NamedCase {
    let name: String
    let written: String
    /// The customer's name.
    let customer: String?
    /// nil: it may not be sent.
    let text: String?
    let unfilled: String?

    static func all() throws -> [FinishedCase] {
        try FixtureFile("finished-text", in: .module).rows(keys: ["written", "customer", "text", "unfilled"]) { row in
            FinishedCase(
                name: try row.string("name"), written: try row.string("written"), customer: try row.optionalString("customer"),
                text: try row.optionalString("text"), unfilled: try row.optionalString("unfilled"))
        }
    }
}

@Suite("What the AI wrote, as a customer may get it")
struct FinishedTextTests {
    @Test(
        "Thoughts, marks of sources, spelled line breaks and blanks do not reach the customer", arguments: try FinishedCase.all())
    func finished(_ row: FinishedCase) {
        let finished = FinishedText(row.written, customer: row.customer)
        #expect(finished.unfilled == row.unfilled)
        if let text = row.text { #expect(finished.text == text) }
    }

    @Test(
        "A name that is none fills in nothing", arguments: ["", "  ", "a@example.org", "[x](https://evil.example)", "<b>", "007"])
    func names(_ name: String) {
        #expect(FinishedText("Dear [Customer Name],\n\nYes.", customer: name).text == "Yes.")
    }
}
