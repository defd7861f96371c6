import RelayCore
import TestSupport
import Testing

@Suite("Choosing a signature")
struct SignatureChoiceTests {
    struct Case: NamedCase {
        let name: String
        let from: String
        let patterns: [String]
        let expected: String?
    }

    static let cases = [
        Case(name: "exact", from: "a@shop.example", patterns: ["shop.example"], expected: "shop.example"),
        Case(
            name: "exact beats wildcard", from: "a@nl.shop.example", patterns: ["*.shop.example", "nl.shop.example"],
            expected: "nl.shop.example"),
        Case(
            name: "the longest wildcard wins", from: "a@x.nl.shop.example",
            patterns: ["*.example", "*.nl.shop.example", "*.shop.example"], expected: "*.nl.shop.example"),
        Case(
            name: "a wildcard is not for the domain itself", from: "a@shop.example", patterns: ["*.shop.example"], expected: nil),
        Case(name: "no half label", from: "a@myshop.example", patterns: ["*.shop.example", "shop.example"], expected: nil),
        Case(name: "case and trailing dot", from: "A@SHOP.Example.", patterns: ["Shop.EXAMPLE."], expected: "Shop.EXAMPLE."),
        Case(
            name: "display name", from: "\"Support <x@other.example>\" <a@shop.example>", patterns: ["shop.example"],
            expected: "shop.example"),
        Case(
            name: "Unicode against Punycode", from: "a@xn--bcher-kva.example", patterns: ["bücher.example"],
            expected: "bücher.example"),
        Case(
            name: "Punycode against Unicode", from: "a@BÜCHER.example", patterns: ["xn--bcher-kva.example"],
            expected: "xn--bcher-kva.example"),
        Case(name: "a longer label", from: "a@xn--fiqs8s.example", patterns: ["中国.example"], expected: "中国.example"),
        Case(name: "none", from: "a@other.example", patterns: ["shop.example"], expected: nil),
    ]

    @Test("By domain", arguments: cases)
    func choose(_ test: Case) throws {
        let domain = try EmailAddress(test.from, path: "from").domain
        let signatures = test.patterns.map { EmailSignature(pattern: $0, html: "", text: nil) }
        #expect(try SignatureChoice.choose(from: signatures, for: domain, path: "signatures")?.pattern == test.expected)
    }

    @Test("A bad pattern is named", arguments: ["shop.*", "*", "*.", "a@shop.example", "shop..example", "-shop.example", ""])
    func badPattern(_ pattern: String) {
        let error = #expect(throws: FieldError.self) { try DomainPattern(pattern, path: "signatures[1].pattern") }
        #expect(error?.path == "signatures[1].pattern")
        #expect(error?.problem.contains("\"\(pattern)\"") == true)
    }
}
