import Foundation
import TestSupport
import Testing

@testable import PostgresClient

@Suite("Values for PostgreSQL")
struct EncodingTests {
    struct Row: NamedCase {
        let name: String
        let text: String
        let escaped: String
    }

    @Test(
        "A text without U+0000 stands as it is; with it, it can be told again",
        arguments: [
            Row(name: "plain", text: "größer 🙂", escaped: "größer 🙂"), Row(name: "empty", text: "", escaped: ""),
            Row(name: "a zero", text: "a\u{0}b", escaped: "a\u{10FFFF}0b"),
            Row(name: "the mark", text: "\u{10FFFF}0", escaped: "\u{10FFFF}10"),
            Row(name: "its neighbour", text: "\u{10FFFE}", escaped: "\u{10FFFE}"),
        ])
    func escaped(_ row: Row) {
        #expect(EscapedText.escaped(row.text) == row.escaped)
        #expect(Array(EscapedText.unescaped(row.escaped).utf8) == Array(row.text.utf8))
    }

    @Test(
        "An array is told again",
        arguments: [[], [[]], [[1, 2, 3], [], [0]], [[UInt8](repeating: 7, count: 100_000)]] as [[[UInt8]]])
    func array(_ elements: [[UInt8]]) throws {
        let array = BinaryArray.of(elements, type: .bytes)
        #expect(try BinaryArray.elements(array).map(Array.init) == elements)
        // Cut anywhere in its elements, it is no array.
        if let last = elements.last, !last.isEmpty {
            #expect(throws: PostgresError.unreadable) { try BinaryArray.elements(array.dropLast()) }
        }
    }

    @Test("A NULL is no element")
    func null() throws {
        #expect(try BinaryArray.elements(BinaryArray.of([nil, [1]], type: .text)).map(Array.init) == [[1]])
    }
}
