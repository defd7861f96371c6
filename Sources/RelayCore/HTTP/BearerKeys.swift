/// Keys that open an address as `Authorization: Bearer KEY`; two of them while one replaces the other.
///
/// Source: https://www.rfc-editor.org/rfc/rfc6750#section-2.1
package struct BearerKeys: Sendable {
    /// A shorter key is refused: it could be guessed. In bytes.
    package static let shortest = 16

    private let keys: [Secret]

    package init(_ keys: [Secret]) { self.keys = keys }

    /// Takes the same time wherever a key differs.
    /// - Parameter authorization: The header's value.
    package func open(_ authorization: String?) -> Bool {
        guard let authorization, authorization.prefix(7).lowercased() == "bearer " else { return false }
        let given = authorization.dropFirst(7).trimmed
        return keys.reduce(false) { isOpen, key in ConstantTime.areEqual(given, key.reveal()) || isOpen }
    }
}
