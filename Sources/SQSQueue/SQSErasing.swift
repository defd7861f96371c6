import AWSClient
import FoundationEssentials
import HostCore
import Logging
import RelayCore

/// Deletes the dead letters of all functions that belong to what was erased.
package struct SQSErasing: Sendable {
    private let address: SQSAddress
    private let functions: [String]
    private let service: SQSService
    private let ambient: Ambient
    private let logger: Logger

    /// Of one function's letters.
    private typealias Outcome = (function: String, deleted: Result<Int, any Error>)

    /// For how long letters are read, in seconds; at most half of the time that there is, since each is shown again afterwards.
    private static let reading: Double = 20
    /// SQS's name for a queue that is not there.
    private static let noQueue = "QueueDoesNotExist"

    /// - Parameter functions: Those that have a queue.
    package init(_ address: SQSAddress, of functions: [String], caller: any SQSCaller, ambient: Ambient, logger: Logger) {
        self.address = address
        self.functions = functions
        service = SQSService(caller: caller)
        self.ambient = ambient
        self.logger = logger
    }

    /// What came of a ``QueueErasure``: it waits until everything could be looked at.
    package func result(of event: RelayEvent, within seconds: Double? = nil) async -> InvocationResult {
        guard let erasure = QueueErasure(event) else { return .failed(.badField, "data.erased names nothing") }
        let end = ambient.now() + min(Self.reading, (seconds ?? .infinity) / 2)
        let outcomes: [Outcome] = await withTaskGroup(of: Outcome.self) { group in
            for function in functions { group.addTask { (function, await look(function, for: erasure, until: end)) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var (count, left): (Int, [String]) = (0, [])
        for (function, outcome) in outcomes.sorted(by: { $0.function < $1.function }) {
            switch outcome {
            case .success(let deleted): count += deleted
            case .failure(let error):
                left.append(function)
                logger.error(
                    "dead letters were not all looked through for what was erased, and will be again",
                    metadata: ["function": "\(function)", "detail": "\(error)"])
            }
        }
        if count > 0 { logger.notice("dead letters were erased with their conversation", metadata: ["count": "\(count)"]) }
        if left.isEmpty { return InvocationResult(.done()) }
        return .retry(.storeUnavailable, "dead letters are still to be looked through: \(left.joined(separator: ", "))")
    }

    private func look(_ function: String, for erasure: QueueErasure, until end: Date) async -> Result<Int, any Error> {
        let letters = SQSDeadLetters(queue: address.deadLetters(of: function), service: service, ambient: ambient)
        do {
            return .success(try await letters.erase(erasure, until: end))
        } catch let error as AWSError where error.name == Self.noQueue {
            logger.warning("there is no queue for dead letters", metadata: ["function": "\(function)"])
            return .success(0)
        } catch {
            return .failure(error)
        }
    }
}
