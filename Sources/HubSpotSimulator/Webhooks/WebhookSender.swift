import FoundationEssentials
import Logging
import RelayCore

/// Sends a portal's webhooks to the app: in signed batches, again when the app does not answer with 2xx.
///
/// Sources: https://developers.hubspot.com/docs/api-reference/legacy/webhooks/guide ,
/// https://developers.hubspot.com/docs/api-reference/error-handling (which answers are followed by another attempt)
package actor WebhookSender {
    private struct Batch: Sendable {
        var events: [JSON]
        var attempt = 0
        /// That of the sender when the events were taken.
        var generation: Int
    }

    /// How many deliveries are remembered.
    static let memory = 10_000

    private let outbox: WebhookOutbox
    private(set) var targetURL: String?
    private let clientSecret: Secret
    private let transport: any HTTPTransport
    private let settings: WebhookSettings
    private let ambient: Ambient
    private let logger: Logger

    private var task: Task<Void, Never>?
    /// Batches to be sent again now.
    private var due: [Batch] = []
    private var inFlight = 0
    /// When the next event may be sent, where there is a limit.
    private var nextSend = Date(timeIntervalSince1970: 0)
    private var waker: Task<Void, Never>?
    /// How many events wait for their next attempt to come due.
    private var waiting = 0
    /// Goes up with each reset: what was taken before is not sent again.
    private var generation = 0
    private var done = Newest<WebhookDelivery>(WebhookSender.memory)
    /// How many events were given up after the last attempt.
    package private(set) var abandoned = 0

    /// - Parameters:
    ///   - portal: Whose webhooks. A portal has one sender at a time.
    ///   - targetURL: Where to; signed exactly as it stands here. nil: events wait until it is set.
    ///   - clientSecret: The app's.
    ///   - ambient: The portal's unless another is given: new attempts come when the portal's time is moved.
    package init(
        portal: SimulatedPortal, targetURL: String?, clientSecret: Secret, transport: any HTTPTransport,
        settings: WebhookSettings = WebhookSettings(), ambient: Ambient? = nil, logger: Logger
    ) {
        outbox = portal.outbox
        self.targetURL = targetURL
        self.clientSecret = clientSecret
        self.transport = transport
        self.settings = settings
        self.ambient = ambient ?? portal.ambient
        self.logger = logger
    }

    /// Sends to another address from now on, what waits already included.
    package func send(to url: String) {
        targetURL = url
        start()
    }

    /// Starts to send, what waits already included; nothing without a target.
    package func start() {
        guard task == nil, targetURL != nil else { return }
        task = Task { await run() }
    }

    /// Stops at once: requests under way are cancelled, and what they carried waits for the next start.
    package func stop() async {
        task?.cancel()
        waker?.cancel()
        await task?.value
        task = nil
        waker = nil
    }

    /// Waits, in real time, until every event was taken by the app or given up.
    /// - Returns: false when that took longer than `seconds`.
    package func waitUntilDelivered(within seconds: Double) async -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while !isIdle {
            guard ContinuousClock.now < deadline, !Task.isCancelled else { return false }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return true
    }

    /// The newest 10,000 requests that were sent, in the order of their ends.
    package var deliveries: [WebhookDelivery] { done.all }

    /// How many events are between two attempts.
    package var waitingEvents: Int { waiting + due.reduce(0) { $0 + $1.events.count } }

    /// Forgets what was sent, and drops what waits to be sent again. A request that is under way ends, and is not sent again.
    package func reset() {
        generation += 1
        due = []
        waiting = 0
        done.forget()
        abandoned = 0
        nextSend = Date(timeIntervalSince1970: 0)
    }

    private var isIdle: Bool { outbox.count == 0 && due.isEmpty && inFlight == 0 && waiting == 0 }

    // MARK: Sending

    private func run() async {
        await withDiscardingTaskGroup { group in
            for await _ in outbox.signals() {
                while inFlight < settings.concurrency, let batch = nextBatch() {
                    inFlight += 1
                    group.addTask { await self.deliver(batch) }
                }
            }
        }
    }

    private func nextBatch() -> Batch? {
        if !due.isEmpty { return due.removeFirst() }
        guard let limit = allowance() else { return nil }
        let events = outbox.take(limit)
        if let rate = settings.eventsPerSecond, !events.isEmpty {
            nextSend = max(nextSend, ambient.now()) + Double(events.count) / rate
        }
        return events.isEmpty ? nil : Batch(events: events, generation: generation)
    }

    /// How many events may go out now; nil while none may, after which the sender wakes by itself.
    private func allowance() -> Int? {
        guard let rate = settings.eventsPerSecond else { return settings.batchLimit }
        let wait = nextSend.timeIntervalSince(ambient.now())
        if wait <= 0 { return max(1, min(settings.batchLimit, Int(rate))) }
        if waker == nil, outbox.count > 0 {
            waker = Task {
                await ambient.sleep(wait)
                waker = nil
                outbox.wake()
            }
        }
        return nil
    }

    private func deliver(_ batch: Batch) async {
        let sentAt = ambient.now()
        let status = await send(batch)
        inFlight -= 1
        // A place is free for another request.
        defer { outbox.wake() }
        guard batch.generation == generation else { return }
        done.append(WebhookDelivery(sentAt: sentAt, payload: batch.events, attempt: batch.attempt, status: status))
        if let status, (200..<300).contains(status) { return }
        guard batch.attempt < settings.retryDelays.count else {
            abandoned += batch.events.count
            logger.error("webhook events were given up", metadata: ["events": "\(batch.events.count)"])
            return
        }
        waiting += batch.events.count
        // The place must not stay taken while this waits.
        outbox.wake()
        await ambient.sleep(settings.retryDelays[batch.attempt])
        guard batch.generation == generation else { return }
        waiting -= batch.events.count
        let events = batch.events.map { Self.numbered($0, batch.attempt + 1) }
        due.append(Batch(events: events, attempt: batch.attempt + 1, generation: generation))
    }

    private static func numbered(_ event: JSON, _ attempt: Int) -> JSON {
        guard case .object(var members) = event else { return event }
        members["attemptNumber"] = .number(JSONNumber(attempt))
        return .object(members)
    }

    /// - Returns: nil when there was no answer.
    private func send(_ batch: Batch) async -> Int? {
        guard let targetURL else { return nil }
        let body = JSON.array(batch.events).canonicalBytes
        let call = HTTPCall(
            method: "POST", url: targetURL, headers: headers(to: targetURL, body: body), body: body, timeout: settings.timeout,
            isWrite: true)
        do throws(TransportError) {
            return try await transport.send(call).status
        } catch {
            logger.warning("a webhook request got no answer", metadata: ["kind": "\(error.kind.rawValue)"])
            return nil
        }
    }

    /// Signed at the time of sending, a new attempt too: whether HubSpot does so is not documented.
    private func headers(to url: String, body: [UInt8]) -> [(name: String, value: String)] {
        let timestamp = String(Timestamp.milliseconds(ambient.now()))
        var headers = [
            ("Accept", "*/*"), ("Content-Type", "application/json"), ("User-Agent", "HubSpot Connect 2.0 (simulated)"),
            ("X-HubSpot-Timeout-Millis", "10000"),
        ]
        if settings.sendsV1 {
            headers.append(("X-HubSpot-Signature", WebhookSigner.v1(secret: clientSecret, body: body)))
            headers.append(("X-HubSpot-Signature-Version", "v1"))
        }
        if settings.sendsV3 {
            let signature = WebhookSigner.v3(
                secret: clientSecret, method: "POST", url: url, body: body, timestamp: timestamp)
            headers.append(("X-HubSpot-Signature-v3", signature))
            headers.append(("X-HubSpot-Request-Timestamp", timestamp))
        }
        return headers.map { (name: $0.0, value: $0.1) }
    }
}
