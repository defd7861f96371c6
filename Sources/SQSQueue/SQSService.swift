import HostCore
import RelayCore

/// Calls SQS; an answer that is an error is thrown.
package protocol SQSCaller: Sendable {
    /// Makes the call again where that may help: what is sent, hidden or taken out twice does no harm.
    /// - Parameter seconds: The call must have ended by then.
    func call(_ operation: String, _ input: JSON, within seconds: Double) async throws -> JSON
}

/// The operations of SQS that are used, in its JSON form.
///
/// Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html
struct SQSService: Sendable {
    let caller: any SQSCaller

    /// For one call, in seconds.
    static let timeLimit: Double = 10
    /// How long SQS waits for a message before it answers that there is none, in seconds; it could wait for 20. A host that is told to
    /// end waits for the answer, or SQS gives a message to nobody.
    static let longPoll = 5

    /// What SQS did not take of a batch.
    struct Refusal: Sendable, Hashable {
        /// In the batch.
        let index: Int
        /// SQS's own.
        let code: String
        /// It will never be taken.
        let isSendersFault: Bool
    }

    /// - Parameter entries: As many as one batch holds.
    func send(_ entries: ArraySlice<SQSEntry>, to queue: String) async throws -> [Refusal] {
        let batch = entries.enumerated().map { $1.json(id: "\($0)") }
        let answer = try await caller.call(
            "SendMessageBatch", ["QueueUrl": .string(queue), "Entries": .array(batch)], within: Self.timeLimit)
        let taken = Set((answer["Successful"]?.array ?? []).compactMap { $0["Id"]?.string })
        let failed = Dictionary(
            (answer["Failed"]?.array ?? []).compactMap { failure in failure["Id"]?.string.map { ($0, failure) } },
            uniquingKeysWith: { first, _ in first })
        return batch.indices.filter { !taken.contains("\($0)") }.map { index in
            Refusal(
                index: index, code: failed["\(index)"]?["Code"]?.string ?? "unanswered",
                isSendersFault: failed["\(index)"]?["SenderFault"]?.bool ?? false)
        }
    }

    func send(_ entry: SQSEntry, to queue: String, within seconds: Double = timeLimit) async throws {
        var input = entry.members
        input["QueueUrl"] = .string(queue)
        let answer = try await caller.call("SendMessage", .object(input), within: seconds)
        // What it took has an id. An answer of somebody between us and SQS need not be one.
        guard answer["MessageId"]?.string != nil else { throw HostError("SQS did not say that it took the message") }
    }

    /// Waits until there is a message.
    /// - Parameters:
    ///   - most: How many are wanted.
    ///   - wait: For how long, in whole seconds.
    ///   - visibility: For how long nobody else gets them, in seconds.
    func receive(_ queue: String, most: Int = 1, wait: Int = longPoll, visibility: Int) async throws -> [SQSMessage] {
        let answer = try await caller.call(
            "ReceiveMessage",
            [
                "QueueUrl": .string(queue), "MaxNumberOfMessages": .number(JSONNumber(most)),
                "WaitTimeSeconds": .number(JSONNumber(wait)), "VisibilityTimeout": .number(JSONNumber(visibility)),
                "MessageSystemAttributeNames": ["ApproximateReceiveCount", "SentTimestamp", "SequenceNumber"],
                "MessageAttributeNames": [.string(MessageNote.name)],
            ], within: Double(wait) + Self.timeLimit)
        return try SQSMessage.received(answer)
    }

    /// How many messages are hidden at about this moment.
    func hidden(_ queue: String) async throws -> Int {
        let name = "ApproximateNumberOfMessagesNotVisible"
        let answer = try await caller.call(
            "GetQueueAttributes", ["QueueUrl": .string(queue), "AttributeNames": [.string(name)]], within: Self.timeLimit)
        return answer["Attributes"]?[name]?.string.flatMap { Int($0) } ?? 0
    }

    /// Makes messages visible again.
    /// - Parameter receipts: As many as one batch holds.
    func show(_ receipts: ArraySlice<String>, in queue: String) async throws {
        let entries = receipts.enumerated().map { index, receipt in
            JSON.object(["Id": .string("\(index)"), "ReceiptHandle": .string(receipt), "VisibilityTimeout": 0])
        }
        _ = try await caller.call(
            "ChangeMessageVisibilityBatch", ["QueueUrl": .string(queue), "Entries": .array(entries)], within: Self.timeLimit)
    }

    /// Hides a message from now on.
    func hide(
        _ message: SQSMessage, in queue: String, seconds: Double, within limit: Double = timeLimit
    ) async throws {
        let seconds = Int(min(max(seconds, 0), SQSLimits.visibility).rounded(.up))
        _ = try await caller.call(
            "ChangeMessageVisibility",
            [
                "QueueUrl": .string(queue), "ReceiptHandle": .string(message.receipt),
                "VisibilityTimeout": .number(JSONNumber(seconds)),
            ], within: limit)
    }

    func delete(_ message: SQSMessage, from queue: String) async throws {
        _ = try await caller.call(
            "DeleteMessage", ["QueueUrl": .string(queue), "ReceiptHandle": .string(message.receipt)], within: Self.timeLimit)
    }
}
