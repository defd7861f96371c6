/// A service of AWS that is asked by `POST /` with JSON, and for an operation by the header `X-Amz-Target`.
///
/// Source: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
package struct AWSService: Sendable, Hashable {
    /// As signatures and host names have it.
    package let name: String
    /// What stands before the operation in the header.
    let target: String

    package static let dynamoDB = AWSService(name: "dynamodb", target: "DynamoDB_20120810")
    package static let sqs = AWSService(name: "sqs", target: "AmazonSQS")
}
