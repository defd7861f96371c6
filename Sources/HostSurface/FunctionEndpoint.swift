import Foundation
import HTTPTypes
import HostCore
import Hummingbird
import Logging
import NIOCore
import RelayCore
import Synchronization

/// Brings a request to its function, and the answer back in time.
final class FunctionEndpoint: Sendable {
    private let performer: RequestPerformer
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
        _ performer: RequestPerformer, publicURL: String?, ambient: Ambient, executor: (any TaskExecutor)?, logger: Logger
    ) {
        self.performer = performer
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
        let span = InvocationSpan(
            following: Self.traceParent.flatMap { request.headers[$0] }, of: event.key, unique: "")
        let answer = await limit.run { [performer] in
            Response(await performer.perform(event, function, span, within: Self.timeLimit))
        }
        if let answer { return answer }
        logger.error("a request was not answered in time", metadata: span.metadata(event, function))
        return .json(.serviceUnavailable, .deadlinePassed)
    }

    private func newID() -> String { "\(idPrefix)-\(requests.add(1, ordering: .relaxed).newValue)" }
}
