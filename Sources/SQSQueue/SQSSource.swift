import FoundationEssentials
import HostCore
import HostDelivery
import Logging
import RelayCore

/// What becomes of messages out of a function's queue: the queue rules, as far as SQS lets them be kept.
///
/// SQS counts every delivery against its `maxReceiveCount`. So a fault hides the message, and SQS counts; what waits is put back as
/// a new message, with what the count would not say; and what can never be done goes to the dead letters at once. A queue that keeps an
/// order has no delays, and a new message would lose its place: there everything is hidden.
package struct SQSSource: Sendable {
    private let queue: String
    private let deadLetters: String
    private let service: SQSService
    private let maximumReceives: Int
    private let ambient: Ambient
    private let logger: Logger

    package init(
        _ address: SQSAddress, of function: String, caller: any SQSCaller, maximumReceives: Int, ambient: Ambient, logger: Logger
    ) {
        queue = address.queue(of: function)
        deadLetters = address.deadLetters(of: function)
        service = SQSService(caller: caller)
        self.maximumReceives = maximumReceives
        self.ambient = ambient
        self.logger = logger
    }

    /// - Parameter time: For how long that may take, in seconds.
    /// - Returns: Whether the queue need not give the message again: it is done, put back, or with the dead letters.
    package func settle(
        _ message: SQSMessage, _ result: InvocationResult, within time: Double = longest
    ) async -> Bool {
        let now = ambient.now()
        switch DeliveryOutcome.of(result, after: message.tries, maximumReceives: maximumReceives, now: now) {
        case .complete: return true
        case .bury: return await bury(message, result.code ?? .internalError, time)
        case .postpone(let due, let tries):
            noteLongWait(message, tries.wait, now)
            return await postpone(message, seconds: due.timeIntervalSince(now), tries, time)
        }
    }

    /// As long as one call after the other may take, in seconds.
    package static let longest = 2 * SQSService.timeLimit

    /// After so many seconds a wait for something outside is told, each time.
    private static let longWait: Double = 900

    /// No metric of SQS shows it: what waits is a new message each time. `template.yaml` counts this line.
    private func noteLongWait(_ message: SQSMessage, _ wait: DeliveryWait?, _ now: Date) {
        guard let wait, wait.code.wait == .outside, case let seconds = now.timeIntervalSince(wait.since), seconds >= Self.longWait
        else { return }
        logger.warning(
            "an event has waited for long",
            metadata: ["messageId": "\(message.id)", "code": "\(wait.code.rawValue)", "seconds": "\(Int(seconds))"])
    }

    /// Gives a message back that was not begun.
    package func giveBack(_ message: SQSMessage, within time: Double = longest) async -> Bool {
        await postpone(message, seconds: 0, message.tries, time)
    }

    /// Each of the two calls has half of the time.
    private func postpone(
        _ message: SQSMessage, seconds: Double, _ tries: DeliveryTries, _ time: Double
    ) async -> Bool {
        if !message.isOrdered, !message.says(tries) {
            let entry = SQSEntry(body: message.body, delay: seconds, note: MessageNote(tries: tries, queued: message.queued))
            if await hasSent(entry, to: queue, message, time / 2) { return true }
        }
        await attempt("a message could not be hidden", message) {
            try await service.hide(message, in: queue, seconds: seconds, within: time / 2)
        }
        return false
    }

    /// Where that fails, SQS does it when the message has come often enough.
    private func bury(_ message: SQSMessage, _ code: ReasonCode, _ time: Double) async -> Bool {
        if message.isOrdered { return false }
        let entry = SQSEntry(body: message.body, note: MessageNote(code: code, queued: message.queued))
        guard await hasSent(entry, to: deadLetters, message, time / 2) else { return false }
        logger.error(
            "an event went to the dead letters", metadata: ["messageId": "\(message.id)", "code": "\(code.rawValue)"])
        return true
    }

    private func hasSent(_ entry: SQSEntry, to queue: String, _ message: SQSMessage, _ seconds: Double) async -> Bool {
        await attempt("a message could not be put back", message) {
            try await service.send(entry, to: queue, within: seconds)
        }
    }

    @discardableResult
    private func attempt(_ problem: Logger.Message, _ message: SQSMessage, _ call: () async throws -> Void) async -> Bool {
        do {
            try await call()
            return true
        } catch {
            logger.error(problem, metadata: ["messageId": "\(message.id)", "detail": "\(error)"])
            return false
        }
    }

    // MARK: Asking for messages

    /// Waits for a message, for five seconds at the most.
    func next(visibility: Int) async throws -> [SQSMessage] { try await service.receive(queue, visibility: visibility) }

    func hold(_ message: SQSMessage, seconds: Int) async {
        await attempt("a message could not be kept", message) {
            try await service.hide(message, in: queue, seconds: Double(seconds))
        }
    }

    /// What is not taken out comes again, and finds its kept result.
    func takeOut(_ message: SQSMessage) async {
        await attempt("a message could not be taken out", message) { try await service.delete(message, from: queue) }
    }
}
