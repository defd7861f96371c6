import RelayCore
import TestSupport
import Testing

struct PatternCase: NamedCase {
    let pattern: String
    let domain: String
    let matches: Bool

    var name: String { "\(pattern) and \(domain)" }

    static let all = [
        PatternCase(pattern: "shop.example", domain: "shop.example", matches: true),
        PatternCase(pattern: "Shop.Example.", domain: "SHOP.example", matches: true),
        PatternCase(pattern: "shop.example", domain: "nl.shop.example", matches: false),
        PatternCase(pattern: "shop.example", domain: "myshop.example", matches: false),
        PatternCase(pattern: "*.shop.example", domain: "nl.shop.example", matches: true),
        PatternCase(pattern: "*.shop.example", domain: "a.nl.shop.example", matches: true),
        PatternCase(pattern: "*.shop.example", domain: "shop.example", matches: false),
        PatternCase(pattern: "*.shop.example", domain: "myshop.example", matches: false),
        PatternCase(pattern: "*.example", domain: "shop.example", matches: true),
        PatternCase(pattern: "*.example", domain: "example", matches: false),
        PatternCase(pattern: "*.bücher.example", domain: "nl.xn--bcher-kva.example", matches: true),
        PatternCase(pattern: "xn--bcher-kva.example", domain: "Bücher.example", matches: true),
    ]
}

struct ChoiceCase: NamedCase {
    let name: String
    let patterns: [String]
    let domain: String
    /// The index of the chosen one.
    let chosen: Int?

    static let all = [
        ChoiceCase(name: "none configured", patterns: [], domain: "shop.example", chosen: nil),
        ChoiceCase(name: "none matches", patterns: ["other.example", "*.shop.example"], domain: "shop.example", chosen: nil),
        ChoiceCase(name: "exact beats wildcard", patterns: ["*.example", "shop.example"], domain: "shop.example", chosen: 1),
        ChoiceCase(
            name: "exact beats wildcard in any order", patterns: ["shop.example", "*.example"], domain: "shop.example", chosen: 0),
        ChoiceCase(
            name: "longest wildcard", patterns: ["*.example", "*.nl.shop.example", "*.shop.example"], domain: "a.nl.shop.example",
            chosen: 1),
        ChoiceCase(
            name: "length counts after encoding", patterns: ["*.example", "*.ü.example"], domain: "a.ü.example", chosen: 1),
        ChoiceCase(
            name: "first of two equal ones", patterns: ["Shop.example", "shop.example."], domain: "shop.example", chosen: 0),
    ]
}

@Suite("Patterns of domains")
struct DomainPatternTests {
    @Test("A pattern matches a domain, or what is under one", arguments: PatternCase.all)
    func match(_ row: PatternCase) throws {
        let pattern = try DomainPattern(row.pattern, path: "pattern")
        #expect(pattern.matches(try DomainName(row.domain, path: "from")) == row.matches)
    }

    @Test(
        "A bad pattern is named",
        arguments: [
            "", "*", "*.", "*.*.example", "shop.*", "a*.example", "**.example", "a@shop.example", " shop.example", "a..b",
        ])
    func bad(_ pattern: String) {
        let error = #expect(throws: FieldError.self) { try DomainPattern(pattern, path: "signatures[3].pattern") }
        #expect(error?.description.hasPrefix("signatures[3].pattern is \"\(pattern)\": ") == true)
    }

    @Test("A very long bad pattern is named by its beginning")
    func longBad() throws {
        let error = #expect(throws: FieldError.self) {
            try DomainPattern(String(repeating: "ab.", count: 100_000), path: "pattern")
        }
        #expect(try #require(error).description.utf8.count < 300)
    }

    @Test("The best match is picked", arguments: ChoiceCase.all)
    func best(_ row: ChoiceCase) throws {
        let signatures = row.patterns.enumerated().map { EmailSignature(pattern: $1, html: "<p>\($0)</p>", text: nil) }
        let chosen = try SignatureChoice.choose(
            from: signatures, for: try DomainName(row.domain, path: "from"), path: "signatures")
        #expect(chosen == row.chosen.map { signatures[$0] })
    }

    @Test("A bad pattern is an error even where another one matches")
    func badBesideMatch() throws {
        let signatures = ["shop.example", "*.*"].map { EmailSignature(pattern: $0, html: "<p></p>", text: nil) }
        let domain = try DomainName("shop.example", path: "from")
        let error = #expect(throws: FieldError.self) {
            try SignatureChoice.choose(from: signatures, for: domain, path: "data.signatures")
        }
        #expect(error?.path == "data.signatures[1].pattern")
    }
}
