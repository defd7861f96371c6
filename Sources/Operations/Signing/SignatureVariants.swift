import Crypto
import Foundation
import RelayCore

/// What a sender may have signed instead of what came: each part as it came, and as it may have been.
struct SignatureVariants {
    /// One way in which the sender's request differed.
    struct Change: Hashable {
        let fact: String
        let remedy: String
    }

    private struct Variant<Value> {
        let value: Value
        let change: Change?
    }

    private let signed: SignedRequest
    private let secrets: [Variant<Secret>]
    private let urls: [Variant<String>]
    private let bodies: [Variant<[UInt8]>]
    private let timestamps: [Variant<String>]

    init(
        _ signed: SignedRequest, _ secrets: [Secret], _ otherURLs: [String], _ otherSecrets: [(name: String, secret: Secret)]
    ) {
        self.signed = signed
        self.secrets = Self.secrets(secrets, otherSecrets)
        urls = Self.urls(signed.url, otherURLs)
        bodies = Self.bodies(signed.body)
        timestamps = Self.timestamps(signed.timestamp)
    }

    /// The variant with the fewest changes that the signature is right for; nil: there is none.
    func best() -> [Change]? {
        var best: [Change]?
        for secret in secrets {
            for body in bodies {
                for url in urls {
                    for timestamp in timestamps {
                        let parts = [secret.change, url.change, body.change, timestamp.change].compactMap(\.self)
                        guard parts.count <= 3, parts.count < best?.count ?? 4 else { continue }
                        guard let version = version(secret.value, url.value, body.value, timestamp.value) else { continue }
                        let changes = parts + (version.map { [$0] } ?? [])
                        if changes.count < best?.count ?? 5 { best = changes }
                        if changes.isEmpty { return [] }
                    }
                }
            }
        }
        return best
    }

    /// - Returns: Twice nil where it is not right; a change where it is right as another version.
    private func version(_ secret: Secret, _ url: String, _ body: [UInt8], _ timestamp: String) -> Change?? {
        let v3 = WebhookSignature.v3(secret, signed.method, url, body, timestamp)
        if signed.version == "v3" {
            if signed.signature == v3 { return .some(nil) }
            if let bytes = Data(base64Encoded: v3), signed.signature.lowercased() == Hex.string(bytes) {
                return Change(
                    fact: "the v3 signature is in hexadecimal, and must be in base64", remedy: "Encode the HMAC in base64.")
            }
        }
        let v1 = WebhookSignature.v1(secret, body)
        if signed.signature.lowercased() == v1 {
            return signed.version == "v1"
                ? .some(nil)
                : Change(fact: "it is a v1 signature", remedy: "Send it as x-hubspot-signature; WEBHOOK_ACCEPT_V1 takes it.")
        }
        let v2 = Hex.string(SHA256.hash(data: Array((secret.reveal() + signed.method + url).utf8) + body))
        guard signed.signature.lowercased() == v2 else { return nil }
        return Change(
            fact: "it is a v2 signature",
            remedy: "Webhooks are checked by v3: send x-hubspot-signature-v3 and x-hubspot-request-timestamp.")
    }

    // MARK: The parts

    private static func secrets(
        _ own: [Secret], _ others: [(name: String, secret: Secret)]
    ) -> [Variant<Secret>] {
        var all = own.map { Variant(value: $0, change: nil) }
        for secret in own where secret.reveal() != secret.reveal().trimmed {
            all.append(
                Variant(
                    value: Secret(secret.reveal().trimmed),
                    change: Change(
                        fact: "HUBSPOT_CLIENT_SECRET has white space around it", remedy: "Take the white space away.")))
        }
        all += others.map { other in
            Variant(
                value: other.secret,
                change: Change(
                    fact: "it is signed with \(other.name)", remedy: "Set HUBSPOT_CLIENT_SECRET to the secret of the app."))
        }
        return all
    }

    private static func urls(_ url: String, _ others: [String]) -> [Variant<String>] {
        var all = [Variant<String>(value: url, change: nil)]
        func add(_ value: String, _ fact: String, _ remedy: String) {
            if !all.contains(where: { $0.value == value }) {
                all.append(Variant(value: value, change: Change(fact: fact, remedy: remedy)))
            }
        }
        func swappedScheme(_ url: String) -> String? {
            if url.hasPrefix("http://") { return "https://" + url.dropFirst(7) }
            return url.hasPrefix("https://") ? "http://" + url.dropFirst(8) : nil
        }
        let proxy = "Set PUBLIC_URL to scheme and host as HubSpot has them."
        for other in [url] + others {
            if other != url { add(other, "it is signed for \(other)", proxy) }
            if let swapped = swappedScheme(other) { add(swapped, "it is signed for \(swapped): the scheme differs", proxy) }
        }
        for known in all {
            let slash = known.value.hasSuffix("/") ? String(known.value.dropLast()) : known.value + "/"
            add(slash, "it is signed for \(slash): the slash at the end differs", "Give HubSpot the target URL to the letter.")
            if let query = known.value.firstIndex(of: "?") {
                add(
                    String(known.value[..<query]), "it is signed without the query",
                    "Sign the whole address, with its query.")
            }
            if let decoded = known.value.removingPercentEncoding, decoded != known.value {
                add(decoded, "it is signed for the address with its escapes decoded", "Sign the address as it is sent.")
            }
        }
        return all
    }

    private static func bodies(_ body: [UInt8]) -> [Variant<[UInt8]>] {
        var all = [Variant<[UInt8]>(value: body, change: nil)]
        func add(_ value: [UInt8], _ fact: String) {
            if !all.contains(where: { $0.value == value }) {
                all.append(
                    Variant(value: value, change: Change(fact: fact, remedy: "Sign and send the very bytes of the body.")))
            }
        }
        if body.last == 0x0A { add(body.dropLast(), "the body has a line end that was not signed") }
        add(body + [0x0A], "the signed body ends with a line end")
        if let json = try? JSON.parse(body) {
            add(json.canonicalBytes, "the body was written anew after it was signed: white space or the order of members differs")
            add(Array(json.spaced.utf8), "the body was written anew after it was signed: white space differs")
        }
        add([], "it is signed without the body")
        return all
    }

    private static func timestamps(_ timestamp: String) -> [Variant<String>] {
        var all = [Variant<String>(value: timestamp, change: nil)]
        guard let number = Int(timestamp) else { return all }
        let remedy = "The timestamp is milliseconds since 1970, in the header and in what is signed."
        if timestamp.utf8.count <= 11 {
            all.append(
                Variant(
                    value: "\(number * 1000)",
                    change: Change(fact: "the header has seconds, and milliseconds are signed", remedy: remedy)))
        } else {
            all.append(
                Variant(
                    value: "\(number / 1000)",
                    change: Change(fact: "the header has milliseconds, and seconds are signed", remedy: remedy)))
        }
        return all
    }
}

extension JSON {
    /// As Python's and many other libraries write it: a space after each colon and comma.
    fileprivate var spaced: String {
        switch self {
        case .object(let members):
            "{" + members.map { "\(JSON.string($0.key).canonical): \($0.value.spaced)" }.joined(separator: ", ") + "}"
        case .array(let elements): "[" + elements.map(\.spaced).joined(separator: ", ") + "]"
        default: canonical
        }
    }
}
