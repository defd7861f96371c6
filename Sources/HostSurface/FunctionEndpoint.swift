import Foundation
import HTTPTypes
import HostCore
import Hummingbird
import Logging
import NIOCore
import RelayCore

/// Answers a request with what a function says of it.
struct FunctionEndpoint: Sendable {
    let invoker: any Invoker
    let sink: any EventSink
    let observers: any HostObserver
    let ambient: Ambient
    let logger: Logger
    /// Scheme and authority that callers use; nil: those of the request.
    let publicURL: String?

    /// HubSpot gives up after 5 seconds; the answer comes before, whatever is waited for: a free worker, its result, the queue.
    private static let timeLimit: Double = 4.5

    func respond(to request: Request, body: ByteBuffer, _ function: String, _ route: Route, _ parameters: [String: String]) async
        -> Response
    {
        let event = EncodedEvent(
            request.event(body: body, base: publicURL, route: route, parameters: parameters, id: ambient.uniqueID()))
        let arrival = ambient.now()
        let answer = await TimeLimit.run(seconds: Self.timeLimit, ambient: ambient) {
            await self.answer(event, function, arrival)
        }
        if let answer { return answer }
        logger.error("a request was not answered in time", metadata: ["function": "\(function)"])
        return .json(.serviceUnavailable, .deadlinePassed)
    }

    /// The function's response is given only after its events stand in the queue; until then the caller keeps what it sent.
    private func answer(_ event: EncodedEvent, _ function: String, _ arrival: Date) async -> Response {
        let invocation = await invoker.invoke(function, event, attempt: 0, within: Self.timeLimit)
        let result = invocation.result
        defer {
            observers.invocationEnded(
                InvocationRecord(
                    function: function, event: event, attempt: 0, queued: arrival, due: arrival, invocation: invocation,
                    outcome: .answered))
        }
        guard let reply = result.response else {
            let code = result.code ?? .internalError
            logger.error(
                "a request was not taken", metadata: ["function": "\(function)", "code": "\(code.rawValue)"])
            // What is too large as an event is so however often it is sent.
            return .json(code == .inputTooLarge ? .contentTooLarge : .serviceUnavailable, code)
        }
        do {
            // Also when the time has passed: the caller sends it again, and its events stand in the queue already.
            try await Task { try await sink.accept(result.events) }.value
        } catch {
            logger.error(
                "the events of a request could not be queued",
                metadata: ["function": "\(function)", "detail": "\(type(of: error))"])
            return .json(.serviceUnavailable, .storeUnavailable)
        }
        return Response(reply)
    }
}
