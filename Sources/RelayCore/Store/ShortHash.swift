import Crypto

/// The first bytes of SHA-256, in hexadecimal: for ids that are made of something long.
package enum ShortHash {
    package static func of(_ text: String, bytes: Int = 8) -> String {
        Hex.string(SHA256.hash(data: Array(text.utf8)).prefix(bytes))
    }
}
