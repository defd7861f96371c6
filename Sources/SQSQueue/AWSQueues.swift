import AWSClient
import FoundationEssentials
import RelayCore

/// SQS itself.
package struct AWSQueues: SQSCaller {
    private let client: AWSClient
    private let ambient: Ambient

    /// - Parameter environment: Names region and credentials, as AWS's own libraries read them.
    /// - Throws: ``AWSError`` that says what is missing.
    package init(environment: [String: String], transport: any HTTPTransport, ambient: Ambient) throws(AWSError) {
        client = try AWSClient(.sqs, environment: environment, transport: transport, ambient: ambient)
        self.ambient = ambient
    }

    package func call(_ operation: String, _ input: JSON, within seconds: Double) async throws -> JSON {
        try await client.call(operation, input, until: ambient.now() + seconds, timeout: seconds, isHarmless: true)
    }
}
