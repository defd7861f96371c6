import FoundationEssentials
import HTTPTypes
import HostCore
import Hummingbird
import NIOCore
import RelayCore

/// Answers events with what came of them, so that the sender, a platform's broker or queue, keeps what is to come again.
///
/// 2xx: done. 503: give it again. 400 and 422: of no use, a broker puts it to its dead letters. Knative repeats after 404, 408, 409,
/// 429 and 5xx and after no other status.
/// Source: https://github.com/knative/specs/blob/main/specs/eventing/data-plane.md#event-acknowledgement-and-delivery-retry
struct PerformedEventsEndpoint: EventsDoor {
    /// nil: whoever reaches the host may send.
    let keys: BearerKeys?
    let performer: EventPerformer
    let rules: PerformedEventsRules
    let observers: any HostObserver
    let ambient: Ambient

    func isOpen(_ request: Request) -> Bool { keys?.open(request.headers[.authorization]) ?? true }

    func respond(to request: Request, body: ByteBuffer) async -> Response {
        let events: [RelayEvent]
        do throws(CloudEventsRequest.Refusal) {
            events = try CloudEventsRequest(headers: request.headers, body: body).events
        } catch {
            observers.requestRefused(error.code)
            return .json(error.status, error.code, error.message)
        }
        var outcome = Outcome()
        let begun = ambient.now()
        // One after the other: what a batch waits for is a worker, and there are no more of them than of requests at once.
        for var event in events {
            guard ambient.now().timeIntervalSince(begun) < rules.batchTime else {
                // Those that are done are known when the batch comes again.
                outcome.add(event.id, .later(.deadlinePassed, message: "the batch took too long", seconds: 1))
                continue
            }
            event.traceParent = event.traceParent ?? request.headers[.traceparent]
            let result = await performer.result(event, rules.deliveries.facts(event.key))
            rules.deliveries.note(result, of: event.key)
            outcome.add(event.id, EventVerdict(result))
        }
        return outcome.response
    }
}

/// What came of all events of one request.
private struct Outcome {
    private var done: InvocationResult?
    /// Seconds, the longest.
    private var wait: Int?
    private var isAllBadInput = true
    private var rest: [(id: String, code: ReasonCode, message: String?)] = []

    mutating func add(_ id: String, _ verdict: EventVerdict) {
        switch verdict {
        case .done(let result): done = result
        case .later(let code, let message, let seconds):
            wait = max(wait ?? 0, seconds)
            rest.append((id, code, message))
        case .refused(let code, let message):
            isAllBadInput = isAllBadInput && code.isBadInput
            rest.append((id, code, message))
        }
    }

    /// A broker takes a body of a 2xx for a reply that is an event, so there is none.
    var response: Response {
        guard let first = rest.first else {
            var headers = HTTPFields()
            if let done {
                headers.set("x-deskrelay-status", done.status.rawValue)
                if let code = done.code { headers.set("x-deskrelay-code", code.rawValue) }
            }
            return Response(status: .accepted, headers: headers)
        }
        var members: JSONObject = ["code": .string(first.code.rawValue)]
        if let message = first.message { members["message"] = .string(message) }
        members["events"] = .array(rest.map { ["id": .string($0.id), "code": .string($0.code.rawValue)] })
        if let wait {
            return .json(.serviceUnavailable, .object(members), headers: [.retryAfter: "\(wait)"])
        }
        return .json(isAllBadInput ? .badRequest : .unprocessableContent, .object(members))
    }
}

extension HTTPFields {
    fileprivate mutating func set(_ name: String, _ value: String) {
        if let name = HTTPField.Name(name) { self[name] = value }
    }
}
