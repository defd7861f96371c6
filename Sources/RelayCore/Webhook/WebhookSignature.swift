import Crypto
import FoundationEssentials

/// HubSpot's signature of a webhook request.
///
/// Source: https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation
package struct WebhookSignature: Sendable {
    private let secrets: [Secret]
    /// HMAC as it stands after the secret, for each: the same for every request.
    private let codes: [HMAC<SHA256>]
    private let window: Double
    private let acceptsV1: Bool

    /// - Parameters:
    ///   - secrets: The app's client secret; two during rotation.
    ///   - window: How old or how far ahead the timestamp may be, in seconds.
    ///   - acceptsV1: Whether a request without a v3 signature may carry a v1 signature instead, which covers neither the
    ///     URL nor a time.
    package init(secrets: [Secret], window: Double, acceptsV1: Bool) {
        self.secrets = secrets
        codes = secrets.map(Self.code)
        self.window = window
        self.acceptsV1 = acceptsV1
    }

    /// nil when the request is HubSpot's; else why it is not. A wrong v3 signature is refused, never tried as v1.
    package func objection(to request: HTTPRequestEvent, now: Date) -> ReasonCode? {
        if let signature = request.headers["x-hubspot-signature-v3"] { return v3Objection(signature, request, now) }
        if acceptsV1, let signature = request.headers["x-hubspot-signature"],
            request.headers["x-hubspot-signature-version"].map({ $0 == "v1" }) ?? true
        {
            return isSigned(signature, v1Candidates(request)) ? nil : .badSignature
        }
        return .missingSignature
    }

    private func v3Objection(_ signature: String, _ request: HTTPRequestEvent, _ now: Date) -> ReasonCode? {
        guard let text = request.headers["x-hubspot-request-timestamp"], text.utf8.count <= 16,
            text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let milliseconds = Int(text)
        else { return .badSignature }
        // The signature first: nothing is said about a time that nobody vouches for.
        guard isSigned(signature, v3Candidates(request, timestamp: text)) else { return .badSignature }
        let age = now.timeIntervalSince(Timestamp.date(milliseconds: milliseconds))
        if age > window { return .staleTimestamp }
        if age < -window { return .futureTimestamp }
        return nil
    }

    private func isSigned(_ signature: String, _ candidates: [String]) -> Bool {
        candidates.reduce(false) { isSigned, candidate in ConstantTime.areEqual(signature, candidate) || isSigned }
    }

    /// HubSpot's documents decode some escapes of the URL before hashing, its SDKs do not: both are accepted.
    private func v3Candidates(_ request: HTTPRequestEvent, timestamp: String) -> [String] {
        let decoded = HubSpotURL.decoded(request.url)
        let urls = decoded == request.url ? [decoded] : [request.url, decoded]
        return codes.flatMap { code in urls.map { Self.v3(code, request.method, $0, request.body, timestamp) } }
    }

    private func v1Candidates(_ request: HTTPRequestEvent) -> [String] { secrets.map { Self.v1($0, request.body) } }

    /// HMAC-SHA256 of method, URL, body and timestamp, in base64.
    package static func v3(_ secret: Secret, _ method: String, _ url: String, _ body: [UInt8], _ timestamp: String) -> String {
        v3(code(secret), method, url, body, timestamp)
    }

    private static func code(_ secret: Secret) -> HMAC<SHA256> {
        HMAC(key: SymmetricKey(data: Array(secret.reveal().utf8)))
    }

    private static func v3(
        _ code: HMAC<SHA256>, _ method: String, _ url: String, _ body: [UInt8], _ timestamp: String
    ) -> String {
        var code = code
        code.update(data: Array((method + url).utf8) + body + Array(timestamp.utf8))
        return Data(code.finalize()).base64EncodedString()
    }

    /// SHA-256 of secret and body, in hexadecimal.
    package static func v1(_ secret: Secret, _ body: [UInt8]) -> String {
        Hex.string(SHA256.hash(data: Array(secret.reveal().utf8) + body))
    }
}

/// The one decoding that HubSpot documents for the URL of a signed request.
enum HubSpotURL {
    private static let decodings: [String: Character] = [
        "3A": ":", "2F": "/", "3F": "?", "40": "@", "21": "!", "24": "$", "27": "'", "28": "(", "29": ")", "2A": "*", "2C": ",",
        "3B": ";",
    ]

    static func decoded(_ url: String) -> String {
        guard url.utf8.contains(UInt8(ascii: "%")) else { return url }
        var pieces = url.split(separator: "%", omittingEmptySubsequences: false)
        var decoded = String(pieces.removeFirst())
        for piece in pieces {
            if let character = decodings[piece.prefix(2).uppercased()] {
                decoded.append(character)
                decoded += piece.dropFirst(2)
            } else {
                decoded += "%\(piece)"
            }
        }
        return decoded
    }
}
