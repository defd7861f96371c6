import RelayCore
import TestSupport
import Testing

struct DomainNameCase: NamedCase {
    let name: String
    let input: String
    /// nil: refused
    let ascii: String?

    static let all = [
        DomainNameCase(name: "plain", input: "shop.example", ascii: "shop.example"),
        DomainNameCase(name: "capitals", input: "Shop.EXAMPLE", ascii: "shop.example"),
        DomainNameCase(name: "dot at the end", input: "shop.example.", ascii: "shop.example"),
        DomainNameCase(name: "one label", input: "localhost", ascii: "localhost"),
        DomainNameCase(name: "digits, hyphens, underscores", input: "_a-1.shop-2.example", ascii: "_a-1.shop-2.example"),
        DomainNameCase(name: "international", input: "bücher.example", ascii: "xn--bcher-kva.example"),
        DomainNameCase(name: "international in capitals", input: "BÜCHER.Example", ascii: "xn--bcher-kva.example"),
        DomainNameCase(name: "encoded already", input: "XN--Bcher-KVA.example", ascii: "xn--bcher-kva.example"),
        DomainNameCase(name: "no ASCII", input: "例え.テスト", ascii: "xn--r8jz45g.xn--zckzah"),
        DomainNameCase(name: "sharp s stays", input: "straße.example", ascii: "xn--strae-oqa.example"),
        DomainNameCase(name: "ideographic dots", input: "例え。テスト｡", ascii: "xn--r8jz45g.xn--zckzah"),
        DomainNameCase(name: "longest label", input: label(63) + ".example", ascii: label(63) + ".example"),
        DomainNameCase(name: "longest name", input: longName(253), ascii: longName(253)),
        DomainNameCase(name: "empty", input: "", ascii: nil),
        DomainNameCase(name: "a dot only", input: ".", ascii: nil),
        DomainNameCase(name: "dot first", input: ".shop.example", ascii: nil),
        DomainNameCase(name: "two dots", input: "shop..example", ascii: nil),
        DomainNameCase(name: "two dots at the end", input: "shop.example..", ascii: nil),
        DomainNameCase(name: "white space", input: "shop .example", ascii: nil),
        DomainNameCase(name: "line end", input: "shop.example\n", ascii: nil),
        DomainNameCase(name: "no-break space", input: "shöp\u{A0}.example", ascii: nil),
        DomainNameCase(name: "slash", input: "shop.example/x", ascii: nil),
        DomainNameCase(name: "slash in an international label", input: "bücher/x.example", ascii: nil),
        DomainNameCase(name: "asterisk", input: "*.example", ascii: nil),
        DomainNameCase(name: "hyphen first", input: "-shop.example", ascii: nil),
        DomainNameCase(name: "hyphen last", input: "shop-.example", ascii: nil),
        DomainNameCase(name: "address literal", input: "[192.0.2.1]", ascii: nil),
        DomainNameCase(name: "label too long", input: label(64) + ".example", ascii: nil),
        DomainNameCase(name: "encoded label too long", input: String(repeating: "ü", count: 60) + ".example", ascii: nil),
        DomainNameCase(name: "name too long", input: longName(254), ascii: nil),
    ]

    private static func label(_ count: Int) -> String { String(repeating: "a", count: count) }

    /// Labels of 49 letters, and one more of what is left.
    private static func longName(_ count: Int) -> String {
        let labels = Array(repeating: label(49), count: count / 50).joined(separator: ".")
        return "\(labels).\(label(count - labels.count - 1))"
    }
}

@Suite("Domain names")
struct DomainNameTests {
    @Test("A domain has one form to compare, or what is wrong is named", arguments: DomainNameCase.all)
    func form(_ domain: DomainNameCase) throws {
        if let ascii = domain.ascii {
            #expect(try DomainName(domain.input, path: "from").ascii == ascii)
        } else {
            let error = #expect(throws: FieldError.self) { try DomainName(domain.input, path: "from") }
            #expect(error?.path == "from")
            #expect(error?.problem.hasPrefix("is no domain: ") == true)
        }
    }

    @Test("A label of a megabyte is refused without encoding it")
    func long() {
        let scalars = (0..<300_000).compactMap { Unicode.Scalar(0x4E00 + $0 % 20_000) }
        let label = String(String.UnicodeScalarView(scalars))
        #expect(throws: FieldError.self) { try DomainName(label, path: "from") }
    }
}
