import FoundationEssentials
import HostCore
import HostDelivery
import Logging
import RelayCore
import SQSQueue

/// Runs the function on the event in a message of SQS.
struct QueuedWork: Sendable {
    private let performer: EventPerformer
    private let erasing: SQSErasing?
    private let maximumReceives: Int
    private let logger: Logger

    init(_ performer: EventPerformer, erasing: SQSErasing?, maximumReceives: Int, logger: Logger) {
        self.performer = performer
        self.erasing = erasing
        self.maximumReceives = maximumReceives
        self.logger = logger
    }

    /// - Parameters:
    ///   - traceParent: For an event that stands in no trace.
    ///   - seconds: Everything must have ended by then; nil: the function's own time counts.
    func result(
        of message: SQSMessage, traceParent: String? = nil, within seconds: Double? = nil
    ) async -> InvocationResult {
        switch message.event {
        case .failure(let error):
            logger.error(
                "a message of the queue is no event",
                metadata: ["messageId": "\(message.id)", "code": "\(error.result.code?.rawValue ?? "")"])
            return InvocationResult(error.result)
        case .success(var event):
            if let erasing, event.type == QueueErasure.type { return await erasing.result(of: event, within: seconds) }
            event.traceParent = event.traceParent ?? traceParent
            return await performer.result(event, message.tries.facts(maximumReceives: maximumReceives), within: seconds)
        }
    }
}
