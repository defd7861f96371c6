import FoundationEssentials
import HostCore
import RelayCore

/// The dead letters of one function, looked through for what belongs to an erasure.
///
/// SQS shows a queue's messages only by giving them: what was looked at is hidden until everything was, and then shown again.
struct SQSDeadLetters: Sendable {
    let queue: String
    let service: SQSService
    let ambient: Ambient

    /// For how long a letter is hidden if the host dies over it, in seconds; longer than one look takes.
    private static let visibility = 60
    /// An answer without a message is one of all of SQS's servers only where it waited, in seconds.
    private static let wait = 1

    /// Letters of one answer: as many of the largest as the transport takes, quotes in them written as two bytes.
    private static let most = 4

    /// Why not everything was looked at.
    enum Fault: Error, CustomStringConvertible {
        case tooMany
        case inOtherHands(Int)

        var description: String {
            switch self {
            case .tooMany: "there are too many for the time of one look"
            case .inOtherHands(let count): "somebody else has \(count) of them in hand"
            }
        }
    }

    /// - Parameter end: When the last is asked for; those that were looked at are shown again after that.
    /// - Returns: How many were deleted.
    func erase(_ erasure: QueueErasure, until end: Date) async throws -> Int {
        var (count, passed): (Int, [String]) = (0, [])
        let outcome: Result<Void, any Error>
        do {
            while case let messages = try await next(end), !messages.isEmpty {
                for message in messages {
                    guard case .success(let event) = message.event, erasure.covers(event, queued: message.queued) else {
                        passed.append(message.receipt)
                        continue
                    }
                    try await service.delete(message, from: queue)
                    count += 1
                }
            }
            let hidden = try await service.hidden(queue)
            if hidden > passed.count { throw Fault.inOtherHands(hidden - passed.count) }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        try await show(passed)
        try outcome.get()
        return count
    }

    private func next(_ end: Date) async throws -> [SQSMessage] {
        if ambient.now() >= end { throw Fault.tooMany }
        return try await service.receive(queue, most: Self.most, wait: Self.wait, visibility: Self.visibility)
    }

    private func show(_ receipts: [String]) async throws {
        var rest = receipts[...]
        while !rest.isEmpty {
            try await service.show(rest.prefix(SQSLimits.batchCount), in: queue)
            rest = rest.dropFirst(SQSLimits.batchCount)
        }
    }
}
