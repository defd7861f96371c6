import AWSClient
import FoundationEssentials
import RelayCore

/// SQS itself.
package struct AWSQueues: SQSCaller {
    private let client: AWSClient
    private let ambient: Ambient

    /// For one try, in seconds. A connection may be dead without a word; the next try makes another.
    private static let patience: Double = 3

    /// - Parameter environment: Names region and credentials, as AWS's own libraries read them.
    /// - Throws: ``AWSError`` that says what is missing.
    package init(environment: [String: String], transport: any HTTPTransport, ambient: Ambient) throws(AWSError) {
        client = try AWSClient(.sqs, environment: environment, transport: transport, ambient: ambient)
        self.ambient = ambient
    }

    package func call(_ operation: String, _ input: JSON, within seconds: Double) async throws -> JSON {
        // One that SQS lets wait takes longer.
        let wait = Double(input["WaitTimeSeconds"]?.int ?? 0)
        return try await client.call(
            operation, input, until: ambient.now() + seconds, timeout: min(seconds, wait + Self.patience), isHarmless: true)
    }
}
