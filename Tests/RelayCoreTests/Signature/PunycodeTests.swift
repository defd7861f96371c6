import Foundation
import TestSupport
import Testing

@testable import RelayCore

struct PunycodeVector: NamedCase {
    let name: String
    let unicode: String
    let punycode: String

    static let all: [PunycodeVector] = {
        guard let file = Bundle.module.url(forResource: "punycode-rfc3492", withExtension: "json", subdirectory: "Fixtures"),
            let bytes = try? Data(contentsOf: file), let vectors = try? JSON.parse(Array(bytes))["vectors"]?.array
        else { return [] }
        return vectors.map { vector in
            PunycodeVector(
                name: vector["name"]?.string ?? "", unicode: vector["unicode"]?.string ?? "",
                punycode: vector["punycode"]?.string ?? "")
        }
    }()
}

@Suite struct PunycodeTests {
    @Test func `the vectors of the RFC are there`() { #expect(PunycodeVector.all.count == 19) }

    @Test(arguments: PunycodeVector.all)
    func `encodes as the RFC does`(_ vector: PunycodeVector) {
        #expect(Punycode.encode(Array(vector.unicode.unicodeScalars)) == vector.punycode)
    }

    @Test func `encodes the last code point there is`() {
        #expect(Punycode.encode(["\u{10FFFF}"]) == "dn32g")
    }
}
