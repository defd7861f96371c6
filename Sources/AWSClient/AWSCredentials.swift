import FoundationEssentials
import RelayCore

/// What signs calls to AWS.
package struct AWSCredentials: Sendable, Hashable {
    package var accessKeyID: Secret
    package var secretAccessKey: Secret
    /// Temporary ones have one.
    package var sessionToken: Secret?
    /// nil: nobody says that they end.
    package var endsAt: Date?

    package init(accessKeyID: Secret, secretAccessKey: Secret, sessionToken: Secret? = nil, endsAt: Date? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.endsAt = endsAt
    }
}

extension AWSCredentials {
    /// Those of the environment; nil where it has none.
    init?(environment: [String: String]) {
        guard let key = environment.filled(AWSVariables.accessKeyID),
            let secret = environment.filled(AWSVariables.secretAccessKey)
        else { return nil }
        self.init(
            accessKeyID: Secret(key), secretAccessKey: Secret(secret),
            sessionToken: environment.filled(AWSVariables.sessionToken).map { Secret($0) })
    }

    /// Those that a container's endpoint tells; nil for what is none.
    /// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
    init?(endpointAnswer body: [UInt8]) {
        guard let answer = try? JSON.parse(body), let key = answer["AccessKeyId"]?.string,
            let secret = answer["SecretAccessKey"]?.string, !key.isEmpty, !secret.isEmpty
        else { return nil }
        let token = answer["Token"]?.string
        self.init(
            accessKeyID: Secret(key), secretAccessKey: Secret(secret),
            sessionToken: token.flatMap { $0.isEmpty ? nil : Secret($0) },
            endsAt: answer["Expiration"]?.string.flatMap(Timestamp.parse))
    }
}
