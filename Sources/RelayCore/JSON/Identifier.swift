/// What an id may be, of HubSpot or of ours: it stands in the paths of calls, in keys and in logs.
package enum Identifier {
    package static let rule = "letters, digits and -_.:@+=~|, at most 200 and not dots alone"

    package static func isValid(_ text: String) -> Bool {
        let bytes = text.utf8
        return 1...200 ~= bytes.count && bytes.allSatisfy(isAllowed) && !bytes.allSatisfy { $0 == UInt8(ascii: ".") }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-_.:@+=~|".utf8.contains(byte)
        }
    }
}
