import Crypto

/// The first bytes of SHA-256, in hexadecimal: for ids that are made of something long.
package enum ShortHash {
    package static func of(_ text: String, bytes: Int = 8) -> String { Hex.string(Self.bytes(of: text, count: bytes)) }

    package static func bytes(of text: String, count: Int) -> [UInt8] {
        Array(SHA256.hash(data: Array(text.utf8)).prefix(count))
    }
}
