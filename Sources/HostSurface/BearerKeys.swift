import HTTPTypes
import RelayCore

/// Keys that open a route as `Authorization: Bearer KEY`; two of them while one is replaced by the other.
struct BearerKeys: Sendable {
    let keys: [Secret]

    /// Takes the same time wherever a key differs.
    func open(_ headers: HTTPFields) -> Bool {
        guard let value = headers[.authorization], value.prefix(7).lowercased() == "bearer " else { return false }
        let given = value.dropFirst(7).trimmed
        return keys.reduce(false) { isOpen, key in ConstantTime.areEqual(given, key.reveal()) || isOpen }
    }
}
