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

@Suite("Punycode")
struct PunycodeTests {
    @Test("Labels are encoded as in RFC 3492", arguments: try PunycodeVector.load())
    func vectors(_ vector: PunycodeVector) {
        #expect(Punycode.encode(Array(vector.unicode.unicodeScalars)) == vector.punycode)
    }

    @Test("The last code point there is can be encoded")
    func lastCodePoint() {
        #expect(Punycode.encode(["\u{10FFFF}"]) == "dn32g")
    }
}
