import FoundationEssentials
import RelayCore

/// Takes what the AI side says and asks for: checks who calls, and turns each request into one event.
struct APIReceive: PureFunction {
    static let description = FunctionDescription(
        name: "api-receive",
        summary: "checks a request of the AI side and turns it into one event",
        takes: [HTTPRequestEvent.pattern],
        emits: [
            AIReplyEvent.pattern, AIHandoffEvent.pattern, AINoneEvent.pattern, ConversationTurnEvent.pattern,
            SessionUpdateEvent.pattern, SessionControlEvent.pattern, SessionDeleteEvent.pattern,
        ],
        configuration: [.optional(ConfigurationKeys.relayAPIKey)])

    private let configuration: Configuration
    private let now: @Sendable () -> Date

    init(configuration: Configuration) throws(ConfigurationFaults) { self.init(configuration: configuration, now: { Date() }) }

    init(configuration: Configuration, now: @escaping @Sendable () -> Date) {
        self.configuration = configuration
        self.now = now
    }

    func handle(_ event: RelayEvent, _ context: InvocationContext) throws -> FunctionResult {
        let request = try HTTPRequestEvent(event)
        let address = try authorized(request)
        let asked: RelayEvent
        do {
            let id = try APIEventID.of(request, to: address, cause: event)
            let payload = try APIBody(request.body).payload(for: address)
            asked = event.following(payload, organization: address.organization, id: id)
        } catch let error as FieldError {
            throw APIRefusal(badRequest: .badField, error.description)
        }
        return accept(asked)
    }

    /// - Throws: ``APIRefusal``. An organization that is not configured and one without a key are told apart by nothing.
    private func authorized(_ request: HTTPRequestEvent) throws(APIRefusal) -> APIAddress {
        guard let address = APIAddress(request) else { throw APIRefusal(404, .unknownPath) }
        let method = address.operation.method
        guard request.method == method else { throw APIRefusal(405, .methodNotAllowed, headers: ["allow": method]) }
        let keys = configuration.organizations[address.organization]?[ConfigurationKeys.relayAPIKey] ?? []
        guard !keys.isEmpty else { throw APIRefusal(404, .unknownPath) }
        guard BearerKeys(keys).open(request.headers["authorization"]) else {
            throw APIRefusal(401, .badKey, headers: ["www-authenticate": "Bearer"])
        }
        return address
    }

    /// The host queues the event before it gives the answer.
    private func accept(_ event: RelayEvent) -> FunctionResult {
        var event = event
        event.time = Timestamp.rfc3339(now())
        let data: JSON = ["eventId": .string(event.id)]
        var result = FunctionResult.done(data, events: [event])
        result.response = HTTPReply(statusCode: 202, json: data)
        return result
    }
}
