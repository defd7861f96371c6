/// Names of organizations. They stand in webhook addresses and in event ids, and need no escaping there.
package enum OrganizationName {
    package static let rule = "must be 1 to 64 letters, digits, -, _ or ., and start with a letter or a digit"

    package static func isValid(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetterOrDigit(first), name.utf8.count <= 64 else { return false }
        return name.utf8.allSatisfy { isLetterOrDigit($0) || [0x2D, 0x5F, 0x2E].contains($0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
