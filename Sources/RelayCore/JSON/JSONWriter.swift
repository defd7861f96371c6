/// Puts canonical JSON together. Its memory grows with what is written, and each string asks for it once.
struct JSONWriter: ~Copyable {
    private var memory: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0

    init(capacity: Int = 1024) {
        memory = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit { memory.deallocate() }

    /// What was written so far.
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        body(UnsafeBufferPointer(start: memory, count: count))
    }

    /// Every way to the memory goes through here.
    private mutating func append(_ size: Int, _ write: (UnsafeMutablePointer<UInt8>) -> Void) {
        if capacity - count < size {
            capacity = max(capacity * 2, count + size)
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
            larger.update(from: memory, count: count)
            memory.deallocate()
            memory = larger
        }
        write(memory + count)
        count += size
    }

    mutating func append(_ byte: UInt8) { append(1) { $0.pointee = byte } }

    private mutating func append(_ text: StaticString) {
        append(text.utf8CodeUnitCount) { $0.update(from: text.utf8Start, count: text.utf8CodeUnitCount) }
    }

    private mutating func append(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        guard let start = UnsafeBufferPointer(rebasing: bytes).baseAddress else { return }
        append(bytes.count) { $0.update(from: start, count: bytes.count) }
    }
}

extension JSONWriter {
    mutating func write(_ value: JSON) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .number(let number): writeLiteral(number.literal)
        case .string(let value): write(value)
        case .array(let elements):
            append(UInt8(ascii: "["))
            for index in elements.indices {
                if index > 0 { append(UInt8(ascii: ",")) }
                write(elements[index])
            }
            append(UInt8(ascii: "]"))
        case .object(let object):
            append(UInt8(ascii: "{"))
            for index in object.members.indices {
                if index > 0 { append(UInt8(ascii: ",")) }
                write(object.members[index].key)
                append(UInt8(ascii: ":"))
                write(object.members[index].value)
            }
            append(UInt8(ascii: "}"))
        }
    }

    private mutating func writeLiteral(_ literal: String) {
        var literal = literal
        literal.withUTF8 { append($0[...]) }
    }

    private mutating func write(_ string: String) {
        var string = string
        string.withUTF8 { bytes in
            var end = JSONText.plainEnd(UnsafeRawBufferPointer(bytes), from: 0)
            if end == bytes.count { return writeQuoted(bytes) }
            var start = 0
            append(UInt8(ascii: "\""))
            while end < bytes.count {
                append(bytes[start..<end])
                writeEscaped(bytes[end])
                start = end + 1
                end = JSONText.plainEnd(UnsafeRawBufferPointer(bytes), from: start)
            }
            append(bytes[start...])
            append(UInt8(ascii: "\""))
        }
    }

    /// A string that needs no escapes, as most do not.
    private mutating func writeQuoted(_ bytes: UnsafeBufferPointer<UInt8>) {
        append(bytes.count + 2) { memory in
            memory[0] = UInt8(ascii: "\"")
            if let start = bytes.baseAddress { (memory + 1).update(from: start, count: bytes.count) }
            memory[bytes.count + 1] = UInt8(ascii: "\"")
        }
    }

    private mutating func writeEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append(#"\""#)
        case UInt8(ascii: "\\"): append(#"\\"#)
        case 0x08: append(#"\b"#)
        case 0x09: append(#"\t"#)
        case 0x0A: append(#"\n"#)
        case 0x0C: append(#"\f"#)
        case 0x0D: append(#"\r"#)
        default:
            append(#"\u00"#)
            append(Hex.digit(byte >> 4))
            append(Hex.digit(byte & 0xF))
        }
    }
}
