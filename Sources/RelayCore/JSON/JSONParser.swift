/// A recursive-descent parser; its recursion is bounded by the depth limit. Takes bytes that are UTF-8.
struct JSONParser {
    private let depthLimit: Int
    /// Without escapes there are no marks in it.
    private let isASCII: Bool
    private var position = 0
    private var values = 0
    /// A string with escapes while it is put together; kept, so that its memory is asked for once.
    private var unescaped: [UInt8] = []

    init(depthLimit: Int, isASCII: Bool) {
        self.depthLimit = depthLimit
        self.isASCII = isASCII
    }

    mutating func parseDocument(_ bytes: Span<UInt8>) throws(JSONParseError) -> JSON {
        skipWhitespace(bytes)
        guard position < bytes.count else { throw failure(.empty) }
        let value = try parseValue(bytes, depth: 0)
        skipWhitespace(bytes)
        guard position == bytes.count else { throw failure(.trailingBytes) }
        return value
    }

    private func failure(_ problem: JSONParseError.Problem) -> JSONParseError {
        JSONParseError(problem: problem, offset: position)
    }

    @inline(__always)
    private mutating func skipWhitespace(_ bytes: Span<UInt8>) {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    @inline(__always)
    private func peek(_ bytes: Span<UInt8>) throws(JSONParseError) -> UInt8 {
        guard position < bytes.count else { throw failure(.unexpectedEnd) }
        return bytes[position]
    }

    private mutating func expect(_ byte: UInt8, _ bytes: Span<UInt8>) throws(JSONParseError) {
        guard try peek(bytes) == byte else { throw failure(.unexpectedByte) }
        position += 1
    }

    private mutating func parseValue(_ bytes: Span<UInt8>, depth: Int) throws(JSONParseError) -> JSON {
        values += 1
        guard values <= JSON.valueLimit else { throw failure(.tooMany) }
        switch try peek(bytes) {
        case UInt8(ascii: "{"): return try parseObject(bytes, depth: depth)
        case UInt8(ascii: "["): return try parseArray(bytes, depth: depth)
        case UInt8(ascii: "\""): return .string(try parseString(bytes))
        case UInt8(ascii: "t"): return try parseWord("true", .bool(true), bytes)
        case UInt8(ascii: "f"): return try parseWord("false", .bool(false), bytes)
        case UInt8(ascii: "n"): return try parseWord("null", .null, bytes)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber(bytes)
        default: throw failure(.unexpectedByte)
        }
    }

    private mutating func parseWord(_ word: StaticString, _ value: JSON, _ bytes: Span<UInt8>) throws(JSONParseError) -> JSON {
        for index in 0..<word.utf8CodeUnitCount {
            try expect(word.utf8Start[index], bytes)
        }
        return value
    }

    private mutating func parseObject(_ bytes: Span<UInt8>, depth: Int) throws(JSONParseError) -> JSON {
        guard depth < depthLimit else { throw failure(.tooDeep) }
        position += 1
        var members: [JSONObject.Member] = []
        skipWhitespace(bytes)
        if try peek(bytes) == UInt8(ascii: "}") {
            position += 1
            return .object(JSONObject())
        }
        members.reserveCapacity(8)
        while true {
            skipWhitespace(bytes)
            guard try peek(bytes) == UInt8(ascii: "\"") else { throw failure(.unexpectedByte) }
            let key = try parseString(bytes)
            skipWhitespace(bytes)
            try expect(UInt8(ascii: ":"), bytes)
            skipWhitespace(bytes)
            members.append(JSONObject.Member(key, try parseValue(bytes, depth: depth + 1)))
            skipWhitespace(bytes)
            if try peek(bytes) == UInt8(ascii: ",") {
                position += 1
                continue
            }
            try expect(UInt8(ascii: "}"), bytes)
            return .object(JSONObject(members))
        }
    }

    private mutating func parseArray(_ bytes: Span<UInt8>, depth: Int) throws(JSONParseError) -> JSON {
        guard depth < depthLimit else { throw failure(.tooDeep) }
        position += 1
        var elements: [JSON] = []
        skipWhitespace(bytes)
        if try peek(bytes) == UInt8(ascii: "]") {
            position += 1
            return .array(elements)
        }
        while true {
            skipWhitespace(bytes)
            elements.append(try parseValue(bytes, depth: depth + 1))
            skipWhitespace(bytes)
            if try peek(bytes) == UInt8(ascii: ",") {
                position += 1
                continue
            }
            try expect(UInt8(ascii: "]"), bytes)
            return .array(elements)
        }
    }
}

// MARK: - Numbers

extension JSONParser {
    private mutating func parseNumber(_ bytes: Span<UInt8>) throws(JSONParseError) -> JSON {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        if try peek(bytes) == UInt8(ascii: "0") {
            position += 1
        } else {
            try skipDigits(bytes)
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try skipDigits(bytes)
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            try skipDigits(bytes)
        }
        return .number(JSONNumber(uncheckedLiteral: text(start..<position, bytes)))
    }

    private mutating func skipDigits(_ bytes: Span<UInt8>) throws(JSONParseError) {
        let start = position
        while position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 { position += 1 }
        guard position > start else { throw failure(position < bytes.count ? .badNumber : .unexpectedEnd) }
    }

    private func text(_ range: Range<Int>, _ bytes: Span<UInt8>) -> String {
        bytes.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}

// MARK: - Strings

extension JSONParser {
    private mutating func parseString(_ bytes: Span<UInt8>) throws(JSONParseError) -> String {
        position += 1
        let start = position
        skipPlain(bytes)
        if try peek(bytes) == UInt8(ascii: "\"") {
            defer { position += 1 }
            let range = start..<position
            if !isASCII, let capped = bytes.extracting(range).withUnsafeBufferPointer({ MarkRuns.capped($0) }) {
                return String(decoding: capped, as: UTF8.self)
            }
            return text(range, bytes)
        }
        unescaped.removeAll(keepingCapacity: true)
        append(start..<position, bytes)
        while true {
            switch try peek(bytes) {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: unescaped.withUnsafeBufferPointer(MarkRuns.capped) ?? unescaped, as: UTF8.self)
            case UInt8(ascii: "\\"):
                position += 1
                try appendEscape(bytes)
            default: throw failure(.controlCharacter)
            }
            let start = position
            skipPlain(bytes)
            append(start..<position, bytes)
        }
    }

    private mutating func skipPlain(_ bytes: Span<UInt8>) {
        position = bytes.withUnsafeBytes { JSONText.plainEnd($0, from: position) }
    }

    private mutating func append(_ range: Range<Int>, _ bytes: Span<UInt8>) {
        bytes.extracting(range).withUnsafeBufferPointer { unescaped.append(contentsOf: $0) }
    }

    private mutating func appendEscape(_ bytes: Span<UInt8>) throws(JSONParseError) {
        let escape = try peek(bytes)
        position += 1
        switch escape {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(escape)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"):
            let unit = try parseHexUnit(bytes)
            unescaped.append(contentsOf: UTF8.encode(try scalar(startingWith: unit, bytes)) ?? UTF8.encodedReplacementCharacter)
        default:
            position -= 1
            throw failure(.badEscape)
        }
    }

    private mutating func parseHexUnit(_ bytes: Span<UInt8>) throws(JSONParseError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = try peek(bytes)
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - 0x30)
            case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
                value = value << 4 | UInt32((byte | 0x20) - 0x57)
            default: throw failure(.badEscape)
            }
            position += 1
        }
        return value
    }

    private mutating func scalar(startingWith unit: UInt32, _ bytes: Span<UInt8>) throws(JSONParseError) -> Unicode.Scalar {
        if let scalar = Unicode.Scalar(unit) { return scalar }
        let replacement: Unicode.Scalar = "\u{FFFD}"
        guard unit < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return replacement }
        let mark = position
        position += 2
        let low = try parseHexUnit(bytes)
        guard low >= 0xDC00, low <= 0xDFFF else {
            position = mark
            return replacement
        }
        return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? replacement
    }
}
