import RelayCore
import TestSupport
import Testing

@Suite("JSON, there and back")
struct JSONRoundTripTests {
    @Test("A value survives, however it was written", arguments: 0..<200)
    func survives(_ seed: Int) throws {
        var random = Chance(seed: UInt64(seed))
        let value = random.value(depth: 4)
        var text = ""
        random.write(value, to: &text)
        #expect(try JSON.parse(text) == value)
        #expect(try JSON.parse(value.canonical) == value)
        #expect(try JSON.parse(text).canonical == value.canonical)
    }

    @Test("Each byte of a document may be cut off or changed: an error, or JSON that survives", arguments: 0..<6)
    func damaged(_ seed: Int) throws {
        var random = Chance(seed: UInt64(seed))
        var text = ""
        random.write(random.value(depth: 3), to: &text)
        let bytes = Array(text.utf8)
        for index in bytes.indices {
            var changed = bytes
            changed[index] = UInt8.random(in: 0...255, using: &random)
            for damaged in [changed, Array(bytes[..<index])] {
                guard let value = try? JSON.parse(damaged) else { continue }
                #expect(try JSON.parse(value.canonicalBytes) == value)
            }
        }
    }

    /// Each of these takes for ever where the time grows with the square of the size.
    @Test("A large input is read, searched and written", arguments: Large.allCases)
    func large(_ input: Large) throws {
        let value = try JSON.parse(input.text)
        #expect(try JSON.parse(value.canonicalBytes) == value)
        if case .object(let object) = value {
            for (key, value) in object { #expect(object[key] == value) }
        }
    }

    enum Large: String, CaseIterable {
        case numbers
        case keysThatBeginAlike
        case oneKey
        case escapes
        case emptyObjects

        var text: String {
            switch self {
            case .numbers: "[" + String(repeating: "1,", count: JSON.valueLimit - 2) + "1]"
            case .keysThatBeginAlike:
                "{" + (0..<100_000).map { #""the same beginning \#($0)":\#($0)"# }.joined(separator: ",") + "}"
            case .oneKey: "{" + String(repeating: #""a":1,"#, count: 200_000) + #""b":2}"#
            case .escapes: "\"" + String(repeating: #"\n\u00e4x"#, count: 500_000) + "\""
            case .emptyObjects: "[" + String(repeating: #"{},{"":{}},"#, count: 80_000) + "0]"
            }
        }
    }
}

extension Chance {
    private mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }

    private mutating func text() -> String {
        let pieces = [
            "a", "B", "7", " ", "\"", "\\", "/", "\n", "\u{1}", "\u{7F}", "ü", "€", "\u{1F600}", "e\u{301}", "sharedPrefix",
        ]
        return (0..<pick(8)).map { _ in pieces[pick(pieces.count)] }.joined()
    }

    mutating func value(depth: Int) -> JSON {
        switch pick(depth > 0 ? 8 : 5) {
        case 0: return .null
        case 1: return .bool(pick(2) == 0)
        case 2, 3: return .string(text())
        case 4: return .number(JSONNumber(pick(2_000_000) - 1_000_000))
        case 5: return .array((0..<pick(5)).map { _ in value(depth: depth - 1) })
        default: return .object(JSONObject((0..<pick(30)).map { _ in (text(), value(depth: depth - 1)) }))
        }
    }

    /// Not canonical: white space, more escapes than needed, members in any order, and some of them twice.
    mutating func write(_ value: JSON, to text: inout String) {
        writeSpace(to: &text)
        switch value {
        case .string(let string): write(string, to: &text)
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                write(element, to: &text)
            }
            text += "]"
        case .object(let object):
            text += "{"
            for (index, member) in object.shuffled(using: &self).enumerated() {
                if index > 0 { text += "," }
                if pick(6) == 0 {
                    write(member.key, to: &text)
                    text += ":0,"
                }
                write(member.key, to: &text)
                writeSpace(to: &text)
                text += ":"
                write(member.value, to: &text)
            }
            text += "}"
        default: text += value.canonical
        }
        writeSpace(to: &text)
    }

    private mutating func writeSpace(to text: inout String) {
        if pick(3) == 0 { text += [" ", "\n", "\t", "\r\n"][pick(4)] }
    }

    private mutating func write(_ string: String, to text: inout String) {
        text += "\""
        for unit in string.utf16 {
            let hex = String(unit, radix: 16, uppercase: pick(2) == 0)
            let isPlain = unit >= 0x20 && unit < 0x7F && unit != 0x22 && unit != 0x5C
            text +=
                isPlain && pick(3) > 0
                ? String(UnicodeScalar(UInt8(unit))) : "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        }
        text += "\""
    }
}
