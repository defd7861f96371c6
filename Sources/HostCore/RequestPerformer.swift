import FoundationEssentials
import Logging
import RelayCore

/// Answers an HTTP request with what a function says of it.
package struct RequestPerformer: Sendable {
    private let invoker: any Invoker
    private let sink: any EventSink
    private let observers: any HostObserver
    private let ambient: Ambient
    private let logger: Logger

    package init(
        invoker: any Invoker, sink: any EventSink, observers: any HostObserver, ambient: Ambient, logger: Logger
    ) {
        self.invoker = invoker
        self.sink = sink
        self.observers = observers
        self.ambient = ambient
        self.logger = logger
    }

    /// The function's response is given only after its events are stored; until then the caller keeps what it sent.
    package func perform(
        _ event: EncodedEvent, _ function: String, _ span: InvocationSpan, within seconds: Double,
        boundsSink: Bool = false
    ) async -> HTTPReply {
        let arrival = ambient.now()
        let invocation = await invoker.invoke(function, event, DeliveryFacts(trace: span.context), within: seconds)
        let result = invocation.result
        defer {
            observers.invocationEnded(
                InvocationRecord(
                    function: function, event: event, attempt: 0, queued: arrival, due: arrival, invocation: invocation,
                    outcome: .answered, span: span))
        }
        guard let reply = result.response else {
            let code = result.code ?? .internalError
            logger.error(
                "a request was not taken",
                metadata: span.metadata(event, function).merging(["code": "\(code.rawValue)"]) { $1 })
            // What is too large as an event is so however often it is sent.
            return HTTPReply(statusCode: code == .inputTooLarge ? 413 : 503, code: code)
        }
        do {
            // Also when the time has passed: the caller sends it again, and its events are stored already.
            let left = arrival.timeIntervalSince(ambient.now()) + seconds
            try await sink.accept(result.events, within: boundsSink ? left : nil, ambient)
        } catch {
            let error = SinkError(error)
            logger.error(
                "the events of a request could not be stored",
                metadata: span.metadata(event, function).merging(["detail": "\(error.detail)"]) { $1 })
            return HTTPReply(
                statusCode: error.code == .inputTooLarge ? 413 : 503, code: error.code,
                headers: error.retryAfterSeconds.map { ["retry-after": "\($0)"] } ?? [:])
        }
        return reply
    }
}

extension HTTPReply {
    /// An answer of the host's own.
    package init(statusCode: Int, code: ReasonCode, message: String? = nil, headers: [String: String] = [:]) {
        var members: JSONObject = ["code": .string(code.rawValue)]
        if let message { members["message"] = .string(message) }
        self.init(statusCode: statusCode, json: .object(members), headers: headers)
    }
}
