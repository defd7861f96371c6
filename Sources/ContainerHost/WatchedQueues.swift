import RelayCore
import SQSQueue

/// Notes whether SQS takes and gives messages. What becomes of a single message (hidden, taken out) says nothing of the queue.
struct WatchedQueues: SQSCaller {
    let caller: any SQSCaller
    let reach: QueueReach

    private static let telling: Set = ["ReceiveMessage", "SendMessage", "SendMessageBatch"]

    func call(_ operation: String, _ input: JSON, within seconds: Double) async throws -> JSON {
        do {
            let answer = try await caller.call(operation, input, within: seconds)
            if Self.telling.contains(operation) { reach.note(nil) }
            return answer
        } catch {
            if Self.telling.contains(operation), !Task.isCancelled { reach.note(error) }
            throw error
        }
    }
}
