import HTTPTypes
import HostCore
import Hummingbird
import Logging
import NIOCore
import RelayCore

/// Stores events from outside: `POST /events`.
struct EventsEndpoint: EventsDoor {
    let keys: BearerKeys
    let sink: any EventSink
    let logger: Logger

    func isOpen(_ request: Request) -> Bool { keys.open(request.headers[.authorization]) }

    /// 202 once every event of the request stands in the queue; else none does.
    func respond(to request: Request, body: ByteBuffer) async -> Response {
        let events: [RelayEvent]
        do throws(CloudEventsRequest.Refusal) {
            events = try CloudEventsRequest(headers: request.headers, body: body).events
            for (index, event) in events.enumerated() { try check(event, events.count > 1 ? "[\(index)].type" : "type") }
        } catch {
            return .json(error.status, error.code, error.message)
        }
        do {
            try await sink.accept(events.map(EncodedEvent.init))
        } catch {
            logger.error("events could not be queued", metadata: ["detail": "\(error.logDetail)"])
            return .json(.serviceUnavailable, .storeUnavailable)
        }
        return .json(.accepted, ["eventIds": .array(events.map { .string($0.id) })])
    }

    private func check(_ event: RelayEvent, _ field: String) throws(CloudEventsRequest.Refusal) {
        guard event.type != HTTPRequestEvent.type else {
            throw .init(
                status: .badRequest, code: .unexpectedType, message: "\(field) must not be \(HTTPRequestEvent.type)")
        }
        guard sink.takes(event.type) else {
            throw .init(
                status: .unprocessableContent, code: .unrouted, message: "\(field): no function takes events of this type")
        }
    }
}
