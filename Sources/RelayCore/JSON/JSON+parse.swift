/// Why bytes are not the JSON we accept. Never holds any of the input itself.
package struct JSONParseError: Error, Hashable, CustomStringConvertible {
    package enum Problem: String, Sendable {
        case empty = "the input is empty"
        case notUTF8 = "the input is not UTF-8"
        case unexpectedEnd = "the input ends in the middle of a value"
        case unexpectedByte = "unexpected character"
        case badEscape = "bad escape sequence in a string"
        case controlCharacter = "unescaped control character in a string"
        case badNumber = "bad number"
        case trailingBytes = "something follows the JSON value"
        case tooDeep = "nested too deeply"
    }

    package let problem: Problem
    /// Byte offset into the input, from 0.
    package let offset: Int

    package var description: String { "\(problem.rawValue) at byte \(offset)" }
}

extension JSON {
    /// The deepest nesting of arrays and objects that is accepted.
    package static let depthLimit = 64

    /// Parses one JSON value.
    ///
    /// Strict RFC 8259, with two decisions where it leaves room: of equal keys the last one wins, and an escaped lone
    /// surrogate becomes U+FFFD (a truncated emoji must not cost an event).
    /// - Throws: ``JSONParseError``, which names the problem and the byte offset and holds nothing of the input.
    package static func parse(_ bytes: some Collection<UInt8>, depthLimit: Int = depthLimit) throws(JSONParseError) -> JSON {
        let array = Array(bytes)
        guard String(validating: array, as: UTF8.self) != nil else { throw JSONParseError(problem: .notUTF8, offset: 0) }
        var parser = JSONParser(bytes: array, depthLimit: depthLimit)
        return try parser.parseDocument()
    }

    /// Parses one JSON value from text.
    package static func parse(_ text: String, depthLimit: Int = depthLimit) throws(JSONParseError) -> JSON {
        try parse(text.utf8, depthLimit: depthLimit)
    }
}

/// A recursive-descent parser; its recursion is bounded by the depth limit.
private struct JSONParser {
    let bytes: [UInt8]
    let depthLimit: Int
    var position = 0

    init(bytes: [UInt8], depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    mutating func parseDocument() throws(JSONParseError) -> JSON {
        skipWhitespace()
        guard position < bytes.count else { throw failure(.empty) }
        let value = try parseValue(depth: 0)
        skipWhitespace()
        guard position == bytes.count else { throw failure(.trailingBytes) }
        return value
    }

    private func failure(_ problem: JSONParseError.Problem) -> JSONParseError {
        JSONParseError(problem: problem, offset: position)
    }

    private mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private func peek() throws(JSONParseError) -> UInt8 {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        return bytes[position]
    }

    private mutating func expect(_ byte: UInt8) throws(JSONParseError) {
        guard try peek() == byte else { throw failure(.unexpectedByte) }
        position += 1
    }

    private mutating func parseValue(depth: Int) throws(JSONParseError) -> JSON {
        switch try peek() {
        case UInt8(ascii: "{"): return try parseObject(depth: depth)
        case UInt8(ascii: "["): return try parseArray(depth: depth)
        case UInt8(ascii: "\""): return .string(try parseString())
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
        case UInt8(ascii: "n"): return try parseWord("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
        default: throw failure(.unexpectedByte)
        }
    }

    private mutating func parseWord(_ word: StaticString, _ value: JSON) throws(JSONParseError) -> JSON {
        for index in 0..<word.utf8CodeUnitCount {
            try expect(word.utf8Start[index])
        }
        return value
    }

    private mutating func parseObject(depth: Int) throws(JSONParseError) -> JSON {
        guard depth < depthLimit else { throw failure(.tooDeep) }
        position += 1
        var members: [String: JSON] = [:]
        skipWhitespace()
        if try peek() == UInt8(ascii: "}") {
            position += 1
            return .object(members)
        }
        while true {
            skipWhitespace()
            guard try peek() == UInt8(ascii: "\"") else { throw failure(.unexpectedByte) }
            let key = try parseString()
            skipWhitespace()
            try expect(UInt8(ascii: ":"))
            skipWhitespace()
            members[key] = try parseValue(depth: depth + 1)
            skipWhitespace()
            if try peek() == UInt8(ascii: ",") {
                position += 1
                continue
            }
            try expect(UInt8(ascii: "}"))
            return .object(members)
        }
    }

    private mutating func parseArray(depth: Int) throws(JSONParseError) -> JSON {
        guard depth < depthLimit else { throw failure(.tooDeep) }
        position += 1
        var elements: [JSON] = []
        skipWhitespace()
        if try peek() == UInt8(ascii: "]") {
            position += 1
            return .array(elements)
        }
        while true {
            skipWhitespace()
            elements.append(try parseValue(depth: depth + 1))
            skipWhitespace()
            if try peek() == UInt8(ascii: ",") {
                position += 1
                continue
            }
            try expect(UInt8(ascii: "]"))
            return .array(elements)
        }
    }

    private mutating func skipDigits() throws(JSONParseError) {
        let start = position
        while position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 { position += 1 }
        guard position > start else { throw failure(position < bytes.count ? .badNumber : .unexpectedEnd) }
    }

    private mutating func parseNumber() throws(JSONParseError) -> JSON {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        if try peek() == UInt8(ascii: "0") {
            position += 1
        } else {
            try skipDigits()
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try skipDigits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if let sign = try? peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
            try skipDigits()
        }
        return .number(JSONNumber(uncheckedLiteral: String(decoding: bytes[start..<position], as: UTF8.self)))
    }

    private mutating func parseString() throws(JSONParseError) -> String {
        position += 1
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\") {
            guard bytes[position] >= 0x20 else { throw failure(.controlCharacter) }
            position += 1
        }
        if try peek() == UInt8(ascii: "\"") {
            defer { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        var buffer = Array(bytes[start..<position])
        while true {
            let byte = try peek()
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: buffer, as: UTF8.self)
            case UInt8(ascii: "\\"):
                position += 1
                try appendEscape(to: &buffer)
            case 0..<0x20:
                throw failure(.controlCharacter)
            default:
                buffer.append(byte)
                position += 1
            }
        }
    }

    private mutating func appendEscape(to buffer: inout [UInt8]) throws(JSONParseError) {
        let escape = try peek()
        position += 1
        switch escape {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(escape)
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "r"): buffer.append(0x0D)
        case UInt8(ascii: "t"): buffer.append(0x09)
        case UInt8(ascii: "u"):
            let unit = try parseHexUnit()
            buffer.append(contentsOf: Character(try scalar(startingWith: unit)).utf8)
        default:
            position -= 1
            throw failure(.badEscape)
        }
    }

    private mutating func parseHexUnit() throws(JSONParseError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(try peek())).hexDigitValue else { throw failure(.badEscape) }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    private mutating func scalar(startingWith unit: UInt32) throws(JSONParseError) -> Unicode.Scalar {
        if let scalar = Unicode.Scalar(unit) { return scalar }
        let replacement: Unicode.Scalar = "\u{FFFD}"
        guard unit < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return replacement }
        let mark = position
        position += 2
        let low = try parseHexUnit()
        guard low >= 0xDC00, low <= 0xDFFF else {
            position = mark
            return replacement
        }
        return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? replacement
    }
}
