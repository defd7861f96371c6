import Crypto
import FoundationEssentials
import RelayCore

/// Signs webhook requests as HubSpot does.
///
/// Source: https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation
enum WebhookSigner {
    /// SHA-256 of secret and body, in hexadecimal: covers neither the URL nor a time.
    static func v1(secret: Secret, body: [UInt8]) -> String {
        Hex.string(SHA256.hash(data: Array(secret.reveal().utf8) + body))
    }

    /// HMAC-SHA256 of method, URL, body and timestamp, in base64.
    /// - Parameter timestamp: Milliseconds since 1970, as in the header.
    static func v3(secret: Secret, method: String, url: String, body: [UInt8], timestamp: String) -> String {
        let message = Array((method + decoded(url)).utf8) + body + Array(timestamp.utf8)
        let code = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: Array(secret.reveal().utf8)))
        return Data(code).base64EncodedString()
    }

    /// The escapes that HubSpot documents as decoded before signing; every other one stays.
    private static let escapes = [
        "%3A": ":", "%2F": "/", "%3F": "?", "%40": "@", "%21": "!", "%24": "$", "%27": "'", "%28": "(", "%29": ")", "%2A": "*",
        "%2C": ",", "%3B": ";",
    ]

    static func decoded(_ url: String) -> String {
        var decoded = ""
        var rest = url[...]
        while let percent = rest.firstIndex(of: "%") {
            decoded += rest[..<percent]
            let escape = rest[percent...].prefix(3)
            decoded += escapes[escape.uppercased()] ?? String(escape)
            rest = rest[escape.endIndex...]
        }
        return decoded + rest
    }
}
