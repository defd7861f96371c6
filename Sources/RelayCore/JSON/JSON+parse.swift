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
        case tooMany = "too many values"
    }

    package let problem: Problem
    /// Byte offset into the input, from 0.
    package let offset: Int

    package var description: String { "\(problem.rawValue) at byte \(offset)" }
}

extension JSON {
    /// The deepest nesting of arrays and objects that is accepted.
    package static let depthLimit = 64
    /// The most values that are accepted in one text: a value may take fifty times the memory of its text.
    package static let valueLimit = 250_000

    /// Parses one JSON value.
    ///
    /// Strict RFC 8259, with decisions where it leaves room: of equal keys the last one wins, an escaped lone surrogate
    /// becomes U+FFFD (a truncated emoji must not cost an event), and in strings runs of marks are cut (``MarkRuns``).
    /// - Throws: ``JSONParseError``, which names the problem and the byte offset and holds nothing of the input.
    package static func parse(_ bytes: some Collection<UInt8>, depthLimit: Int = depthLimit) throws(JSONParseError) -> JSON {
        let bytes = Array(bytes)
        let isASCII = JSONText.isASCII(bytes)
        guard isASCII || String(validating: bytes, as: UTF8.self) != nil else {
            throw JSONParseError(problem: .notUTF8, offset: 0)
        }
        var parser = JSONParser(depthLimit: depthLimit, isASCII: isASCII)
        return try parser.parseDocument(bytes.span)
    }

    /// Parses one JSON value from text.
    package static func parse(_ text: String, depthLimit: Int = depthLimit) throws(JSONParseError) -> JSON {
        try parse(text.utf8, depthLimit: depthLimit)
    }
}
