import FoundationEssentials
import RelayCore

/// A webhook as HubSpot sends it: a body with its signature.
package struct SignedDelivery: Sendable {
    package let method: String
    package let url: String
    package let body: [UInt8]
    package let timestamp: String
    package let signature: String

    /// - Parameter sentAt: What the timestamp says.
    package init(_ body: [UInt8], method: String = "POST", to url: String, secret: Secret, sentAt: Date) {
        self.method = method
        self.url = url
        self.body = body
        timestamp = "\(Timestamp.milliseconds(sentAt))"
        signature = WebhookSignature.v3(secret, method, url, body, timestamp)
    }

    package var headers: [(name: String, value: String)] {
        [("X-HubSpot-Request-Timestamp", timestamp), ("X-HubSpot-Signature-v3", signature)]
    }
}
