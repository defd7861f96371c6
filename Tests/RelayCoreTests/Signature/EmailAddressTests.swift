import RelayCore
import TestSupport
import Testing

struct AddressCase: NamedCase {
    let name: String
    let input: String
    /// nil: refused
    let domain: String?

    static let all = [
        AddressCase(name: "bare", input: "help@shop.example", domain: "shop.example"),
        AddressCase(name: "white space around", input: "  help@shop.example\n", domain: "shop.example"),
        AddressCase(name: "brackets", input: "<help@shop.example>", domain: "shop.example"),
        AddressCase(name: "name", input: "Support <help@shop.example>", domain: "shop.example"),
        AddressCase(name: "quoted name", input: "\"Support\" <help@shop.example>", domain: "shop.example"),
        AddressCase(name: "brackets in the name", input: "\"a <b@c.example>\" <help@shop.example>", domain: "shop.example"),
        AddressCase(
            name: "escaped mark in the name", input: #""a \" <b@c.example>" <help@shop.example>"#, domain: "shop.example"),
        AddressCase(name: "@ in the name", input: "me@c.example <help@shop.example>", domain: "shop.example"),
        AddressCase(name: "comment behind", input: "help@shop.example (Support @ Shop)", domain: "shop.example"),
        AddressCase(name: "comment before", input: "(a (nested) \\) one) help@shop.example", domain: "shop.example"),
        AddressCase(name: "comment inside", input: "help(me)@shop.example(here)", domain: "shop.example"),
        AddressCase(name: "comment behind brackets", input: "<help@shop.example> (a@b.example)", domain: "shop.example"),
        AddressCase(name: "quoted mailbox", input: "\"a@b\"@shop.example", domain: "shop.example"),
        AddressCase(name: "plus and capitals", input: "Help+NL@Shop.Example", domain: "shop.example"),
        AddressCase(name: "white space at the @", input: "help @ shop.example", domain: "shop.example"),
        AddressCase(name: "international", input: "hilfe@bücher.example", domain: "xn--bcher-kva.example"),
        AddressCase(name: "international mailbox", input: "büro@shop.example", domain: "shop.example"),
        AddressCase(name: "empty", input: "", domain: nil),
        AddressCase(name: "no @", input: "shop.example", domain: nil),
        AddressCase(name: "no mailbox", input: "@shop.example", domain: nil),
        AddressCase(name: "no domain", input: "help@", domain: nil),
        AddressCase(name: "name only", input: "Support", domain: nil),
        AddressCase(name: "empty brackets", input: "help@shop.example <>", domain: nil),
        AddressCase(name: "two addresses", input: "a@shop.example, b@other.example", domain: nil),
        AddressCase(name: "two @", input: "a@b@shop.example", domain: nil),
        AddressCase(name: "open quotation mark", input: "\"Support <help@shop.example>", domain: nil),
        AddressCase(name: "open comment", input: "help@shop.example (Support", domain: nil),
        AddressCase(name: "open bracket", input: "Support <help@shop.example", domain: nil),
        AddressCase(name: "@ in quotation marks only", input: "\"help@shop.example\"", domain: nil),
        AddressCase(name: "address literal", input: "help@[192.0.2.1]", domain: nil),
    ]
}

@Suite("E-mail addresses")
struct EmailAddressTests {
    @Test("The domain of an address is found", arguments: AddressCase.all)
    func domain(_ address: AddressCase) throws {
        if let domain = address.domain {
            #expect(try EmailAddress(address.input, path: "data.from").domain.ascii == domain)
        } else {
            let error = #expect(throws: FieldError.self) { try EmailAddress(address.input, path: "data.from") }
            #expect(error?.path == "data.from")
        }
    }

    @Test("An error does not hold the address")
    func error() {
        let error = #expect(throws: FieldError.self) { try EmailAddress("jane.doe@secret..example", path: "data.from") }
        #expect(error?.description.contains("jane") == false)
        #expect(error?.description.contains("secret") == false)
    }
}
