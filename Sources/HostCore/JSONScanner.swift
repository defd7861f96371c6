import Foundation
import RelayCore

/// The text is not the JSON that we accept.
package struct ScanError: Error {}

/// Walks JSON text and gives its parts as byte ranges, without building a tree of what is only passed on. As strict as
/// `JSON.parse`.
struct JSONScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position = 0
    private var depth = 0
    private var isASCII = true

    /// Walks one value; what `read` leaves of it is an error.
    static func scan<Result>(_ bytes: [UInt8], _ read: (inout JSONScanner) throws -> Result) throws -> Result {
        let (result, isASCII) = try bytes.withUnsafeBufferPointer { bytes in
            var scanner = JSONScanner(bytes: bytes)
            scanner.skipWhitespace()
            let result = try read(&scanner)
            scanner.skipWhitespace()
            guard scanner.position == bytes.count else { throw ScanError() }
            return (result, scanner.isASCII)
        }
        guard isASCII || String(validating: bytes, as: UTF8.self) != nil else { throw ScanError() }
        return result
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The bytes from a position to where the scanner stands.
    func bytes(from start: Int) -> [UInt8] { Array(bytes[start..<position]) }

    /// Walks the members of an object; `member` must pass over the value that the scanner then stands at.
    mutating func object(_ member: (inout JSONScanner, _ name: Name) throws -> Void) throws {
        try list(from: UInt8(ascii: "{"), to: UInt8(ascii: "}")) { scanner in
            let start = scanner.position
            let isEscaped = try scanner.skipString()
            let name = Name(bytes: UnsafeBufferPointer(rebasing: scanner.bytes[start..<scanner.position]), isEscaped: isEscaped)
            try scanner.colon()
            try member(&scanner, name)
        }
    }

    /// The name of a member, as it is written; made into text only where that is needed.
    struct Name {
        /// With the quotation marks.
        fileprivate let bytes: UnsafeBufferPointer<UInt8>
        fileprivate let isEscaped: Bool

        func text() throws -> String { try JSON.parse(bytes).string ?? "" }

        static func ~= (text: StaticString, name: Name) -> Bool {
            if name.isEscaped { return (try? name.text()) == text.description }
            guard name.bytes.count == text.utf8CodeUnitCount + 2, let base = name.bytes.baseAddress else { return false }
            return memcmp(base + 1, text.utf8Start, text.utf8CodeUnitCount) == 0
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

    /// The string that the scanner stands at; nil for null.
    mutating func optionalString() throws -> String? {
        if peek == UInt8(ascii: "n") {
            try word("null")
            return nil
        }
        return try string()
    }

    /// Whether the value that the scanner stands at is an object.
    var isAtObject: Bool { peek == UInt8(ascii: "{") }

    /// Passes over one value.
    mutating func skip() throws {
        switch peek {
        case UInt8(ascii: "{"): try list(from: UInt8(ascii: "{"), to: UInt8(ascii: "}")) { scanner in try scanner.skipMember() }
        case UInt8(ascii: "["): try array { scanner in try scanner.skip() }
        case UInt8(ascii: "\""): _ = try skipString()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        default: try skipNumber()
        }
    }

    // MARK: Parts

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipWhitespace() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    private mutating func expect(_ byte: UInt8) throws {
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

    private mutating func skipMember() throws {
        try skipString()
        try colon()
        try skip()
    }

    private mutating func colon() throws {
        skipWhitespace()
        try expect(UInt8(ascii: ":"))
        skipWhitespace()
    }

    private mutating func word(_ text: StaticString) throws {
        for index in 0..<text.utf8CodeUnitCount { try expect(text.utf8Start[index]) }
    }

    private mutating func string() throws -> String {
        let start = position
        if try skipString() {
            // Escapes are rare here; the parser knows them.
            guard let text = try JSON.parse(bytes[start..<position]).string else { throw ScanError() }
            return text
        }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[(start + 1)..<(position - 1)]), as: UTF8.self)
    }

    /// - Returns: Whether there are escapes in it.
    @discardableResult
    private mutating func skipString() throws -> Bool {
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
            case 0x80...: isASCII = false
            default: break
            }
        }
        throw ScanError()
    }

    private mutating func skipEscape() throws {
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

    private mutating func skipNumber() throws {
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

    private mutating func digits() throws {
        let start = position
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw ScanError() }
    }
}
