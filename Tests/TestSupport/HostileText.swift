/// A text that nests, or repeats, as far as its size allows.
package struct HostileText: NamedCase {
    package let name: String
    package let input: String

    package init(_ name: String, _ input: String) {
        self.name = name
        self.input = input
    }

    /// A mebibyte; a quarter of it where nothing is optimized, and shows the same.
    #if DEBUG
    package static let standardBytes = 1 << 18
    #else
    package static let standardBytes = 1 << 20
    #endif

    /// As often as fits in so many bytes.
    package init(_ name: String, repeating unit: String, then end: String = "", bytes: Int = standardBytes) {
        self.init(name, String(repeating: unit, count: bytes / unit.utf8.count) + end)
    }
}
