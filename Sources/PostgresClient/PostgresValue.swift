/// A statement's parameter.
package enum PostgresValue: Sendable {
    case text(String?)
    case integer(Int?)
    case boolean(Bool)
    case bytes([UInt8])
    case texts([String?])
    case integers([Int?])
    case byteStrings([[UInt8]])
}

/// Parameters as libpq takes them: pointers into one piece of memory.
/// Source: https://www.postgresql.org/docs/current/libpq-exec.html#LIBPQ-PQEXECPARAMS
struct EncodedValues {
    private var memory: [UInt8] = []
    /// Where each begins; nil: NULL.
    private var places: [Int?] = []
    private(set) var lengths: [Int32] = []
    private(set) var formats: [Int32] = []

    init(_ values: [PostgresValue]) {
        for value in values {
            switch value {
            case .text(let text): add(text: text.map(EscapedText.escaped))
            case .integer(let number): add(text: number.map(String.init))
            case .boolean(let value): add(text: value ? "t" : "f")
            case .bytes(let bytes): add(binary: bytes)
            case .texts(let texts):
                add(binary: BinaryArray.of(texts.map { $0.map { Array(EscapedText.escaped($0).utf8) } }, type: .text))
            case .integers(let numbers):
                add(binary: BinaryArray.of(numbers.map { $0.map { BinaryArray.bigEndian(Int64($0)) } }, type: .integer))
            case .byteStrings(let strings): add(binary: BinaryArray.of(strings, type: .bytes))
            }
        }
    }

    func withPointers<Value>(_ body: ([UnsafePointer<CChar>?]) -> Value) -> Value {
        memory.withUnsafeBytes { bytes in
            body(
                places.map { place in place.flatMap { bytes.baseAddress?.advanced(by: $0).assumingMemoryBound(to: CChar.self) } })
        }
    }

    private mutating func add(text: String?) {
        add(text.map { Array($0.utf8) }, format: 0)
    }

    private mutating func add(binary: [UInt8]) {
        add(binary, format: 1)
    }

    private mutating func add(_ bytes: [UInt8]?, format: Int32) {
        places.append(bytes.map { _ in memory.count })
        lengths.append(Int32(bytes?.count ?? 0))
        formats.append(format)
        // A text ends with a zero byte.
        if let bytes { memory += bytes + [0] }
    }
}
