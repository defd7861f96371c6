import HostCore
import Logging
import RelayCore

/// A delivery that is being worked on.
struct DeliveryWork: Sendable {
    let delivery: LeasedDelivery
    let function: String
    let span: InvocationSpan

    var event: EncodedEvent { delivery.event }

    /// What a log line about it says of it.
    var metadata: Logger.Metadata {
        [
            "event": "\(event.id)", "organization": "\(event.key.organization)", "function": "\(function)",
            "trace_id": "\(span.context.traceID)",
        ]
    }

    func metadata(code: ReasonCode) -> Logger.Metadata { metadata.merging(["code": "\(code.rawValue)"]) { $1 } }
}
