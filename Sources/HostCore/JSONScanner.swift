import RelayCore

/// The text is not the JSON that we accept.
package struct ScanError: Error {}

/// Walks JSON text and gives its parts as byte ranges, without building a tree of what is only passed on. As strict as
/// `JSON.parse`.
struct JSONScanner {
    let bytes: [UInt8]
    private(set) var position = 0
    private var depth = 0

    /// - Throws: ``ScanError`` when the bytes are not UTF-8.
    init(_ bytes: [UInt8]) throws(ScanError) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw ScanError() }
        self.bytes = bytes
        skipWhitespace()
    }

    /// Walks the members of an object; `member` must pass over the value that the scanner then stands at.
    mutating func object(_ member: (inout JSONScanner, _ name: String) throws -> Void) throws {
        try list(from: UInt8(ascii: "{"), to: UInt8(ascii: "}")) { scanner in
            guard scanner.peek == UInt8(ascii: "\"") else { throw ScanError() }
            let name = try scanner.string()
            scanner.skipWhitespace()
            try scanner.expect(UInt8(ascii: ":"))
            scanner.skipWhitespace()
            try member(&scanner, name)
        }
    }

    /// Walks the elements of an array; `element` must pass over the value that the scanner then stands at.
    mutating func array(_ element: (inout JSONScanner) throws -> Void) throws {
        try list(from: UInt8(ascii: "["), to: UInt8(ascii: "]"), element)
    }

    /// The value that the scanner stands at, as a tree.
    mutating func value() throws -> JSON {
        if peek == UInt8(ascii: "\"") { return .string(try string()) }
        let start = position
        try skip()
        return try JSON.parse(bytes[start..<position])
    }

    /// Passes over one value.
    mutating func skip() throws {
        switch peek {
        case UInt8(ascii: "{"): try object { scanner, _ in try scanner.skip() }
        case UInt8(ascii: "["): try array { scanner in try scanner.skip() }
        case UInt8(ascii: "\""): _ = try skipString()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        default: try skipNumber()
        }
    }

    /// Nothing but white space may follow.
    mutating func end() throws(ScanError) {
        skipWhitespace()
        guard position == bytes.count else { throw ScanError() }
    }

    // MARK: Parts

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipWhitespace() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    private mutating func expect(_ byte: UInt8) throws(ScanError) {
        guard peek == byte else { throw ScanError() }
        position += 1
    }

    private mutating func list(from open: UInt8, to close: UInt8, _ element: (inout JSONScanner) throws -> Void) throws {
        try expect(open)
        depth += 1
        guard depth <= JSON.depthLimit else { throw ScanError() }
        skipWhitespace()
        if peek != close {
            while true {
                skipWhitespace()
                try element(&self)
                skipWhitespace()
                guard peek == UInt8(ascii: ",") else { break }
                position += 1
            }
        }
        try expect(close)
        depth -= 1
    }

    private mutating func word(_ text: StaticString) throws(ScanError) {
        for index in 0..<text.utf8CodeUnitCount { try expect(text.utf8Start[index]) }
    }

    private mutating func string() throws -> String {
        let start = position
        if try skipString() {
            // Escapes are rare here; the parser knows them.
            guard let text = try JSON.parse(bytes[start..<position]).string else { throw ScanError() }
            return text
        }
        return String(decoding: bytes[(start + 1)..<(position - 1)], as: UTF8.self)
    }

    /// - Returns: Whether there are escapes in it.
    private mutating func skipString() throws(ScanError) -> Bool {
        try expect(UInt8(ascii: "\""))
        var isEscaped = false
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return isEscaped
            case UInt8(ascii: "\\"):
                isEscaped = true
                try skipEscape()
            case 0..<0x20: throw ScanError()
            default: break
            }
        }
        throw ScanError()
    }

    private mutating func skipEscape() throws(ScanError) {
        guard let byte = peek else { throw ScanError() }
        position += 1
        if byte == UInt8(ascii: "u") {
            for _ in 0..<4 {
                guard let digit = peek, Character(Unicode.Scalar(digit)).isHexDigit else { throw ScanError() }
                position += 1
            }
        } else if !#""\/bfnrt"#.utf8.contains(byte) {
            throw ScanError()
        }
    }

    private mutating func skipNumber() throws(ScanError) {
        if peek == UInt8(ascii: "-") { position += 1 }
        if peek == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if peek == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if let byte = peek, byte | 0x20 == UInt8(ascii: "e") {
            position += 1
            if let sign = peek, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
    }

    private mutating func digits() throws(ScanError) {
        let start = position
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw ScanError() }
    }
}
