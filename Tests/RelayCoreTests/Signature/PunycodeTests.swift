import Foundation
import TestSupport
import Testing

@testable import RelayCore

struct PunycodeVector: NamedCase {
    let name: String
    let unicode: String
    let punycode: String

    static func load() throws -> [PunycodeVector] {
        try FixtureFile("punycode-rfc3492", in: .module).rows(in: "vectors", keys: ["unicode", "punycode"]) { row in
            PunycodeVector(
                name: try row.string("name"), unicode: try row.string("unicode"), punycode: try row.string("punycode"))
        }
    }
}

@Suite struct PunycodeTests {
    @Test(arguments: try PunycodeVector.load())
    func `encodes as the RFC does`(_ vector: PunycodeVector) {
        #expect(Punycode.encode(Array(vector.unicode.unicodeScalars)) == vector.punycode)
    }

    @Test func `encodes the last code point there is`() {
        #expect(Punycode.encode(["\u{10FFFF}"]) == "dn32g")
    }
}
