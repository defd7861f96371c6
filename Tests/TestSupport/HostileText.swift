/// A text that nests, or repeats, as far as its size allows.
package struct HostileText: NamedCase {
    package let name: String
    package let input: String

    package init(_ name: String, _ input: String) {
        self.name = name
        self.input = input
    }

    /// As often as fits in so many bytes: a mebibyte, unless said otherwise.
    package init(_ name: String, repeating unit: String, then end: String = "", bytes: Int = 1 << 20) {
        self.init(name, String(repeating: unit, count: bytes / unit.utf8.count) + end)
    }
}
