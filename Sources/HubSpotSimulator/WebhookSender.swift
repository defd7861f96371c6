import Crypto
import FoundationEssentials
import RelayCore

/// Sends the portal's webhook events to a target URL as HubSpot does: in batches, signed, again when they are refused.
package struct WebhookSender: Sendable {
    private let portal: SimulatedPortal
    private let transport: any HTTPTransport
    private let target: String
    private let clientSecret: String
    private let ambient: Ambient

    /// How often one batch is sent, and the wait between two times, in seconds. HubSpot's own waits are hours.
    private static let attempts = 10
    private static let retryDelay: Double = 1
    /// How often the outbox is looked at, in seconds.
    private static let interval: Double = 0.05

    package init(
        _ portal: SimulatedPortal, transport: any HTTPTransport, target: String, clientSecret: String, ambient: Ambient = .live
    ) {
        self.portal = portal
        self.transport = transport
        self.target = target
        self.clientSecret = clientSecret
        self.ambient = ambient
    }

    /// Sends until the task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            let batch = await portal.takeOutbox()
            if batch.isEmpty { await ambient.sleep(Self.interval) } else { await deliver(batch) }
        }
    }

    private func deliver(_ batch: [JSON]) async {
        for attempt in 0..<Self.attempts where !Task.isCancelled {
            let events = batch.map { event -> JSON in
                var members = event.object ?? [:]
                members["attemptNumber"] = .number(JSONNumber(attempt))
                return .object(members)
            }
            if await send(events) == 200 { return }
            await ambient.sleep(Self.retryDelay)
        }
    }

    /// The status of the answer, or 0.
    package func send(_ events: [JSON]) async -> Int {
        let body = JSON.array(events).canonicalBytes
        let timestamp = String(Timestamp.milliseconds(ambient.now()))
        let signed = Array("POST\(target)".utf8) + body + Array(timestamp.utf8)
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: Array(clientSecret.utf8)))
        let v1 = SHA256.hash(data: Array(clientSecret.utf8) + body)
        let call = HTTPCall(
            method: "POST", url: target,
            headers: [
                ("Content-Type", "application/json"), ("X-HubSpot-Signature-v3", Data(code).base64EncodedString()),
                ("X-HubSpot-Request-Timestamp", timestamp), ("X-HubSpot-Signature", Hex.string(v1)),
                ("X-HubSpot-Signature-Version", "v1"),
            ], body: body, timeout: 10, isWrite: false)
        return (try? await transport.send(call).status) ?? 0
    }
}
