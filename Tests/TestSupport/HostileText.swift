/// A text that nests, or repeats, as far as its size allows.
package struct HostileText: NamedCase {
    package let name: String
    package let input: String

    package init(_ name: String, _ input: String) {
        self.name = name
        self.input = input
    }

    /// The whole size, or a sixteenth of it where nothing is optimized. That a time grows with the size alone shows in release.
    package static func size(_ whole: Int) -> Int {
        #if DEBUG
        max(1, whole / 16)
        #else
        whole
        #endif
    }

    /// A mebibyte.
    package static let standardBytes = size(1 << 20)

    /// As often as fits in so many bytes.
    package init(_ name: String, repeating unit: String, then end: String = "", bytes: Int = standardBytes) {
        self.init(name, String(repeating: unit, count: bytes / unit.utf8.count) + end)
    }
}
