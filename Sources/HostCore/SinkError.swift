import RelayCore

/// A sink did not take events; none of them may count as delivered, and whoever gave the cause gives it again.
package struct SinkError: Error, Sendable, Hashable {
    package let code: ReasonCode
    /// For people; nothing of an event.
    package let detail: String
    /// When it is worth trying again, where the sink said so.
    package let retryAfterSeconds: Int?

    package init(_ code: ReasonCode, _ detail: String, retryAfterSeconds: Int? = nil) {
        self.code = code
        self.detail = detail
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// Any error of a sink: what it does not say itself is that the events are not stored.
    package init(_ error: any Error) {
        self = error as? SinkError ?? SinkError(.storeUnavailable, error.logDetail)
    }

    /// What the cause ends with: it comes again, unless what it led to can never be taken.
    var result: InvocationResult {
        InvocationResult(code.isBadInput ? .failed(code, detail) : .retry(code, detail, after: retryAfterSeconds))
    }
}
