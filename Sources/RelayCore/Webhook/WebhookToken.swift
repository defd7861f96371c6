import Crypto
import FoundationEssentials

/// The token in a webhook URL, by which HubSpot's deliveries reach one organization and no guess does.
package enum WebhookToken {
    /// base64url, without padding, of HMAC-SHA256(key, organization name).
    package static func token(organization: String, key: Secret) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array(organization.utf8), using: SymmetricKey(data: Array(key.reveal().utf8)))
        return Data(code).base64EncodedString().filter { $0 != "=" }.map { character in
            switch character {
            case "+": "-"
            case "/": "_"
            default: String(character)
            }
        }.joined()
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
        keys.reduce(false) { isValid, key in
            ConstantTime.areEqual(token, Self.token(organization: organization, key: key)) || isValid
        }
    }
}

/// Comparing without telling by time where two texts differ.
package enum ConstantTime {
    /// Compares hashes of both, so that neither content nor length shows in the time.
    package static func areEqual(_ one: String, _ other: String) -> Bool {
        SHA256.hash(data: Array(one.utf8)) == SHA256.hash(data: Array(other.utf8))
    }
}
