/// The environment variables of AWS's own tools that a call to AWS takes its address and its credentials from.
///
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html#EVarSettings
package enum AWSVariables {
    package static let region = "AWS_REGION"
    package static let defaultRegion = "AWS_DEFAULT_REGION"
    package static let endpoint = "AWS_ENDPOINT_URL"
    package static let accessKeyID = "AWS_ACCESS_KEY_ID"
    package static let secretAccessKey = "AWS_SECRET_ACCESS_KEY"
    package static let sessionToken = "AWS_SESSION_TOKEN"
    package static let credentialsPath = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    package static let credentialsURL = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    package static let authorization = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
    package static let authorizationFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"

    /// The address of one service alone, before ``endpoint``.
    /// - Parameter service: As in `dynamodb`.
    package static func endpoint(of service: String) -> String { "\(endpoint)_\(service.uppercased())" }

    /// All that calls to a service need.
    package static func all(for service: String) -> [String] {
        [
            region, defaultRegion, endpoint, endpoint(of: service), accessKeyID, secretAccessKey, sessionToken, credentialsPath,
            credentialsURL, authorization, authorizationFile,
        ]
    }
}
