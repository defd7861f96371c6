import AWSClient
import FoundationEssentials
import RelayCore
import TestSupport

/// An environment with region and key.
let keyed = ["AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "sesame-sesame"]

extension AWSClient {
    /// A client of DynamoDB whose pauses are as long as they can be.
    static func scripted(
        _ transport: any HTTPTransport, _ clock: TestClock, environment: [String: String] = keyed
    ) throws(AWSError) -> AWSClient {
        try AWSClient(
            .dynamoDB, environment: environment, transport: transport, ambient: clock.ambient, pauses: AWSPauses(chance: { 1 }))
    }
}

extension Result<HTTPAnswer, TransportError> {
    /// As AWS refuses a call.
    static func refusal(_ name: String, status: Int = 400) -> Self {
        .json(
            ["__type": .string("com.amazonaws.dynamodb.v20120810#\(name)"), "message": "sesame"], status: status,
            headers: ["x-amzn-requestid": "R1"])
    }
}
