import RelayCore

/// New keys that nobody can guess.
package enum RandomKey {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")

    /// 43 letters and digits: 256 bits. They need no quotes and no escapes.
    package static func make() -> Secret {
        var random = SystemRandomNumberGenerator()
        return Secret(String((0..<43).compactMap { _ in alphabet.randomElement(using: &random) }))
    }
}
