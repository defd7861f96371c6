import Crypto
import FoundationEssentials

/// The token in a webhook URL, by which HubSpot's deliveries reach one organization and no guess does.
package enum WebhookToken {
    /// base64url, without padding, of HMAC-SHA256(key, organization name).
    package static func token(organization: String, key: Secret) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array(organization.utf8), using: SymmetricKey(data: Array(key.reveal().utf8)))
        let characters: [UInt8] = Data(code).base64EncodedString().utf8.compactMap { character in
            switch character {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            case UInt8(ascii: "="): nil
            default: character
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// What HubSpot calls: the path of the organization's webhook address.
    /// - Parameter route: As the route table has it, with `{organization}` and `{token}`.
    package static func path(
        _ route: String = "/webhooks/hubspot/{organization}/{token}", organization: String, key: Secret
    ) -> String {
        route.replacing("{organization}", with: organization)
            .replacing("{token}", with: token(organization: organization, key: key))
    }

    /// Whether the token is the organization's, under any of the keys. Takes the same time wherever it differs.
    package static func isValid(_ token: String, organization: String, keys: [Secret]) -> Bool {
        isValid(token, among: keys.map { Self.token(organization: organization, key: $0) })
    }

    /// Whether it is one of the organization's tokens. Takes the same time wherever it differs.
    package static func isValid(_ token: String, among tokens: [String]) -> Bool {
        tokens.reduce(false) { isValid, one in ConstantTime.areEqual(token, one) || isValid }
    }
}

/// Comparing without telling by time where two texts differ.
package enum ConstantTime {
    /// Compares hashes of both, so that neither content nor length shows in the time.
    package static func areEqual(_ one: String, _ other: String) -> Bool {
        SHA256.hash(data: Array(one.utf8)) == SHA256.hash(data: Array(other.utf8))
    }
}
