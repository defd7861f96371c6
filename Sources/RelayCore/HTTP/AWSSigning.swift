/// Has a call signed with AWS Signature Version 4
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html).
package struct AWSSigning: Sendable {
    /// As in `eu-west-1`: lower-case letters, digits and hyphens.
    package var region: String
    /// As in `dynamodb` or `sqs`: lower-case letters, digits and hyphens.
    package var service: String
    package var accessKeyID: Secret
    package var secretAccessKey: Secret
    /// Temporary credentials have one.
    package var sessionToken: Secret?

    package init(
        region: String, service: String, accessKeyID: Secret, secretAccessKey: Secret, sessionToken: Secret? = nil
    ) {
        self.region = region
        self.service = service
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }
}
