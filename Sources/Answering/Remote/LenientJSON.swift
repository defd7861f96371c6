import RelayCore

/// JSON with the slips of models: line breaks and tabs as they are in strings, a comma before the end, a needless backslash.
enum LenientJSON {
    static func parse(_ text: String) -> JSON? { parse(Array(text.utf8)[...]) }

    static func parse(_ bytes: ArraySlice<UInt8>) -> JSON? {
        if let json = try? JSON.parse(bytes) { return json }
        return try? JSON.parse(mended(bytes))
    }

    private static func mended(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + 16)
        var isString = false
        /// Where a comma stands in the output that nothing follows yet.
        var comma: Int?
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            if isString {
                isString = byte != UInt8(ascii: "\"")
                switch byte {
                case UInt8(ascii: "\\"):
                    guard index < bytes.endIndex else { break }
                    // `\'` and `\*` are no escapes.
                    if escapes.contains(bytes[index]) { output.append(byte) }
                    output.append(contentsOf: escaped(bytes[index]))
                    index += 1
                default: output.append(contentsOf: escaped(byte))
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "}"), UInt8(ascii: "]"): if let comma { output.remove(at: comma) }
            case UInt8(ascii: "\""): isString = true
            default: break
            }
            if byte == UInt8(ascii: ",") {
                comma = output.count
            } else if ![0x20, 0x09, 0x0A, 0x0D].contains(byte) {
                comma = nil
            }
            output.append(byte)
        }
        return output
    }

    private static let escapes = Set("\"\\/bfnrtu".utf8)

    /// A control character as its escape.
    private static func escaped(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case 0x0A: Array("\\n".utf8)
        case 0x0D: Array("\\r".utf8)
        case 0x09: Array("\\t".utf8)
        case 0..<0x20: Array("\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8)
        default: [byte]
        }
    }
}
