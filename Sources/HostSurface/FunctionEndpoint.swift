import Foundation
import HTTPTypes
import HostCore
import Hummingbird
import Logging
import NIOCore
import RelayCore
import Synchronization

/// Answers a request with what a function says of it.
final class FunctionEndpoint: Sendable {
    private let invoker: any Invoker
    private let sink: any EventSink
    private let observers: any HostObserver
    private let ambient: Ambient
    private let logger: Logger
    private let publicURL: String?
    private let limit: TimeLimit<Response>
    /// What the ids of all requests begin with.
    private let idPrefix: String
    private let requests = Atomic(0)

    private static let traceParent = HTTPField.Name("traceparent")

    /// HubSpot gives up after 5 seconds; the answer comes before, whatever is waited for: a free worker, its result, the queue.
    private static let timeLimit: Double = 4.5

    /// - Parameter publicURL: Scheme and authority that callers use; nil: those of the request.
    init(
        invoker: any Invoker, sink: any EventSink, observers: any HostObserver, publicURL: String?, ambient: Ambient,
        executor: (any TaskExecutor)?, logger: Logger
    ) {
        self.invoker = invoker
        self.sink = sink
        self.observers = observers
        self.ambient = ambient
        self.logger = logger
        self.publicURL = publicURL
        limit = TimeLimit(seconds: Self.timeLimit, ambient: ambient, executor: executor)
        idPrefix = ambient.uniqueID()
    }

    func respond(to request: Request, body: ByteBuffer, _ function: String, _ route: Route, _ parameters: [String: String]) async
        -> Response
    {
        let event = EncodedEvent(
            request.event(body: body, base: publicURL, route: route, parameters: parameters, id: newID()))
        let arrival = ambient.now()
        let span = InvocationSpan(
            following: Self.traceParent.flatMap { request.headers[$0] }, of: event.key, unique: "")
        let answer = await limit.run { await self.answer(event, function, arrival, span) }
        if let answer { return answer }
        logger.error("a request was not answered in time", metadata: metadata(event, function, span))
        return .json(.serviceUnavailable, .deadlinePassed)
    }

    private func newID() -> String { "\(idPrefix)-\(requests.add(1, ordering: .relaxed).newValue)" }

    /// The function's response is given only after its events stand in the queue; until then the caller keeps what it sent.
    private func answer(
        _ event: EncodedEvent, _ function: String, _ arrival: Date, _ span: InvocationSpan
    ) async -> Response {
        let invocation = await invoker.invoke(function, event, DeliveryFacts(trace: span.context), within: Self.timeLimit)
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
                metadata: metadata(event, function, span).merging(["code": "\(code.rawValue)"]) { $1 })
            // What is too large as an event is so however often it is sent.
            return .json(code == .inputTooLarge ? .contentTooLarge : .serviceUnavailable, code)
        }
        do {
            // Also when the time has passed: the caller sends it again, and its events stand in the queue already.
            try await sink.accept(result.events)
        } catch {
            logger.error(
                "the events of a request could not be queued",
                metadata: metadata(event, function, span).merging(["detail": "\(type(of: error))"]) { $1 })
            return .json(.serviceUnavailable, .storeUnavailable)
        }
        return Response(reply)
    }

    private func metadata(_ event: EncodedEvent, _ function: String, _ span: InvocationSpan) -> Logger.Metadata {
        ["function": "\(function)", "event": "\(event.id)", "trace_id": "\(span.context.traceID)"]
    }
}
