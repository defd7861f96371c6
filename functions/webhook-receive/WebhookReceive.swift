import FoundationEssentials
import Logging
import RelayCore

/// Receives HubSpot's webhook deliveries: checks who sent them, and turns each of HubSpot's events into one of ours.
///
/// HubSpot delivers again whatever is not answered with 2xx, ten times. So only what may not be HubSpot's is refused; an
/// authentic delivery that holds nothing for us is answered with 200 and its code.
struct WebhookReceive: PureFunction {
    static let description = FunctionDescription(
        name: "webhook-receive",
        summary: "checks a HubSpot webhook delivery and turns each of its events into one event",
        takes: [HTTPRequestEvent.pattern], emits: ["hubspot.*"],
        configuration: [
            .required(ConfigurationKeys.webhookURLKey),
            .required(ConfigurationKeys.clientSecret, when: ConfigurationKeys.unsigned, is: false),
            .optional(ConfigurationKeys.unsigned), .optional(ConfigurationKeys.acceptV1),
            .optional(ConfigurationKeys.webhookWindow),
            .optional(ConfigurationKeys.portalID),
        ])

    /// What deliveries to one organization are checked by: the same for each, so it is made ready once.
    private struct Receiver {
        let tokens: [String]
        /// nil without a client secret (WEBHOOK_UNSIGNED): the token alone guards.
        let signature: WebhookSignature?
        let portalID: String?

        init(_ organization: OrganizationConfiguration, keys: [Secret]) {
            tokens = keys.map { WebhookToken.token(organization: organization.name, key: $0) }
            let secrets = organization[ConfigurationKeys.clientSecret]
            signature =
                secrets.isEmpty
                ? nil
                : WebhookSignature(
                    secrets: secrets, window: organization[ConfigurationKeys.webhookWindow],
                    acceptsV1: organization[ConfigurationKeys.acceptV1])
            portalID = organization[ConfigurationKeys.portalID]
        }
    }

    private let keys: [Secret]
    /// By name.
    private let receivers: [String: Receiver]
    private let now: @Sendable () -> Date

    init(configuration: Configuration) throws(ConfigurationFaults) { self.init(configuration: configuration, now: { Date() }) }

    init(configuration: Configuration, now: @escaping @Sendable () -> Date) {
        let keys = configuration[ConfigurationKeys.webhookURLKey]
        self.keys = keys
        receivers = configuration.organizations.mapValues { Receiver($0, keys: keys) }
        self.now = now
    }

    func handle(_ event: RelayEvent, _ context: InvocationContext) throws -> FunctionResult {
        var result = answer(try HTTPRequestEvent(event), context.logger)
        let traceParent = context.trace.context?.traceParent
        for index in result.events.indices {
            result.events[index].causationID = event.id
            result.events[index].traceParent = traceParent
        }
        return result
    }

    private func answer(_ request: HTTPRequestEvent, _ logger: Logger) -> FunctionResult {
        guard let address = WebhookAddress(request) else { return refuse(404, .unknownPath) }
        guard request.method == "POST" else { return refuse(405, .methodNotAllowed, headers: ["allow": "POST"]) }
        guard let receiver = receivers[address.organization] else {
            // With the right token, an organization that is not configured was disconnected: HubSpot need not come again.
            let isValid = WebhookToken.isValid(address.token, organization: address.organization, keys: keys)
            return isValid ? nothing(.unknownOrganization) : refuse(401, .badToken)
        }
        guard WebhookToken.isValid(address.token, among: receiver.tokens) else { return refuse(401, .badToken) }
        guard request.body.count <= WebhookBatch.byteLimit else { return refuse(413, .inputTooLarge) }
        if let code = receiver.signature?.objection(to: request, now: now()) { return refuse(401, code) }
        guard let json = try? JSON.parse(request.body), case .array(let elements) = json,
            elements.count <= WebhookBatch.elementLimit
        else { return nothing(.badPayload) }
        guard !elements.isEmpty else { return nothing(.emptyBatch) }
        return accept(
            WebhookBatch(elements, organization: address.organization, portalID: receiver.portalID), received: elements.count,
            logger)
    }

    private func accept(_ batch: WebhookBatch, received: Int, _ logger: Logger) -> FunctionResult {
        let counts = batch.skipped.reduce(into: [:]) { $0[$1.code.rawValue, default: 0] += 1 }
        if !counts.isEmpty {
            let codes = counts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
            logger.notice("a part of the delivery was skipped", metadata: ["codes": "\(codes)"])
        }
        let data: JSON = [
            "received": .number(JSONNumber(received)), "accepted": .number(JSONNumber(batch.events.count)),
            "skipped": .array(
                batch.skipped.map { skip in
                    [
                        "index": .number(JSONNumber(skip.index)), "code": .string(skip.code.rawValue),
                        "detail": .optional(skip.detail),
                    ]
                }),
        ]
        let code = batch.events.isEmpty ? batch.skipped.first?.code : nil
        return FunctionResult(
            status: code == nil ? .done : .skipped, code: code, message: code?.meaning, data: data, events: batch.events,
            response: HTTPReply(statusCode: 200, json: data))
    }

    /// Authentic, and nothing in it for us.
    private func nothing(_ code: ReasonCode) -> FunctionResult {
        let data: JSON = ["received": 0, "accepted": 0, "skipped": []]
        return FunctionResult(
            status: .skipped, code: code, message: code.meaning, data: data,
            response: HTTPReply(statusCode: 200, json: ["code": .string(code.rawValue)]))
    }

    /// Not known to be HubSpot's: the answer says no more than the code.
    private func refuse(_ status: Int, _ code: ReasonCode, headers: [String: String] = [:]) -> FunctionResult {
        FunctionResult(
            status: .failed, code: code, message: code.meaning, data: ["received": 0, "accepted": 0, "skipped": []],
            response: HTTPReply(statusCode: status, json: ["code": .string(code.rawValue)], headers: headers))
    }
}
