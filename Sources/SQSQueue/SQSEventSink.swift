import FoundationEssentials
import HostCore
import HostDelivery
import Logging
import RelayCore

/// Sends each event to the queues of the functions that take it, held back until it is due.
///
/// SQS has no all or nothing: where one of several events is not taken, none counts, and those that were taken are sent again with
/// their cause. Whoever takes them knows them by source and id.
package struct SQSEventSink: EventSink {
    private let address: SQSAddress
    private let service: SQSService
    private let routing: EventRouting
    private let observers: any HostObserver
    private let ambient: Ambient
    private let logger: Logger

    /// Seconds before each further try to send what SQS did not take of a batch.
    private static var pauses: [Double] { [0.2, 1] }

    package init(
        _ address: SQSAddress, caller: any SQSCaller, routing: EventRouting, observers: any HostObserver, ambient: Ambient,
        logger: Logger
    ) {
        self.address = address
        service = SQSService(caller: caller)
        self.routing = routing
        self.observers = observers
        self.ambient = ambient
        self.logger = logger
    }

    package func takes(_ type: String) -> Bool { !routing.takers(of: type).isEmpty }

    package func accept(_ events: [EncodedEvent]) async throws {
        if events.isEmpty { return }
        // In a task of its own: who is cancelled does not leave it half done.
        try await Task { try await sendAll(events) }.value
    }

    private func sendAll(_ events: [EncodedEvent]) async throws(SinkError) {
        var fault: SinkError?
        var queues: [String: [SQSEntry]] = [:]
        let now = ambient.now()
        for event in events {
            let entry = SQSEntry(event, now: now)
            let takers = routing.takers(of: event.type)
            if takers.isEmpty {
                observers.eventUnrouted(event.type)
                logger.debug("no function takes the event", metadata: ["type": "\(event.type)", "event": "\(event.id)"])
            } else if entry.size > SQSLimits.eventBytes {
                fault = SinkError(
                    .inputTooLarge, "an event of type \(event.type) has \(entry.size) bytes; SQS takes \(SQSLimits.eventBytes)")
            }
            if entry.size <= SQSLimits.eventBytes { for taker in takers { queues[taker, default: []].append(entry) } }
        }
        // What can be sent later comes before what never can: the cause comes again until the rest is sent.
        for error in await send(queues) where fault?.code.isWait != true { fault = error }
        if let fault { throw fault }
    }

    /// - Returns: Why something was not sent; everything else is.
    private func send(_ queues: [String: [SQSEntry]]) async -> [SinkError] {
        await withTaskGroup(of: SinkError?.self) { group in
            for (function, entries) in queues {
                group.addTask {
                    var fault: SinkError?
                    for batch in SQSBatches.split(entries.map(\.size)) {
                        do throws(SinkError) {
                            try await send(entries[batch], to: function)
                        } catch { fault = error }
                    }
                    return fault
                }
            }
            return await group.reduce(into: []) { if let error = $1 { $0.append(error) } }
        }
    }

    private func send(_ batch: ArraySlice<SQSEntry>, to function: String) async throws(SinkError) {
        var left = batch
        var pauses = Self.pauses[...]
        while true {
            let refusals: [SQSService.Refusal]
            do {
                refusals = try await service.send(left, to: address.queue(of: function))
            } catch {
                throw SinkError(.storeUnavailable, "QUEUE_URL: \(error)")
            }
            if let refusal = refusals.first(where: \.isSendersFault) {
                throw SinkError(.internalError, "QUEUE_URL: the queue of \(function) refused an event: \(refusal.code)")
            }
            guard let refusal = refusals.first else { return }
            guard let pause = pauses.popFirst() else {
                throw SinkError(.storeUnavailable, "QUEUE_URL: the queue of \(function) did not take an event: \(refusal.code)")
            }
            await ambient.sleep(pause)
            left = ArraySlice(refusals.map { left[left.startIndex + $0.index] })
        }
    }
}
