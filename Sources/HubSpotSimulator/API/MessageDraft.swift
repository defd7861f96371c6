import RelayCore

/// A message or comment as the app sends it, checked for itself.
///
/// Source: https://developers.hubspot.com/docs/api-reference/conversations-conversations-inbox-&-messages-v3 ; the wording of
/// the refusals of actors as seen in
/// https://community.hubspot.com/t5/APIs-Integrations/two-way-live-chat-experience-not-working/td-p/1232307
enum MessageDraft: Sendable {
    struct Content: Sendable {
        var text: SimulatedContent
        var attachments: [JSON]
    }

    struct Address: Sendable {
        var senderActorID: String
        var channelID: String
        var channelAccountID: String
        var recipients: [SimulatedParty]
        var subject: String?
    }

    case comment(Content)
    case message(Content, Address)

    init(_ body: ObjectReader) throws {
        let text = SimulatedContent(text: try body.optionalString("text") ?? "", richText: try body.optionalString("richText"))
        let content = Content(text: text, attachments: try body.optionalArray("attachments") ?? [])
        guard let type = try body.optionalString("type") else { throw Self.missing(["type"]) }
        switch MessageType(type) {
        case .comment:
            try Self.requireFields(["text"], in: body)
            self = .comment(content)
        case .message:
            try Self.requireFields(["text", "senderActorId", "channelId", "channelAccountId", "recipients"], in: body)
            self = .message(content, try Self.address(body))
        default: throw Self.error([Self.invalidArgument("Invalid type: MESSAGE or COMMENT can be sent")])
        }
    }

    // MARK: Reading

    private static func address(_ body: ObjectReader) throws -> Address {
        let channelID = try body.id("channelId")
        let sender = try body.string("senderActorId")
        let recipients = try (try body.optionalObjects("recipients") ?? []).map(recipient)
        var faults = actorFaults(sender, kind: "sending", allowed: "A")
        for actorID in recipients.compactMap(\.actorID) { faults += actorFaults(actorID, kind: "receiving", allowed: "V") }
        if recipients.isEmpty { faults.append(invalidArgument("recipients must not be empty")) }
        if SimulatedChannel.unanswerable.contains(channelID) {
            faults.append(
                .init(message: "Sending is not supported on this channel", subCategory: "\(prefix).UNSUPPORTED_CHANNEL"))
        }
        if channelID == SimulatedChannel.email, recipients.contains(where: { $0.deliveryType != .email }) {
            faults.append(invalidArgument("every recipient of an e-mail needs a deliveryIdentifier of type HS_EMAIL_ADDRESS"))
        } else if channelID == SimulatedChannel.chat, recipients.contains(where: { $0.deliveryValue == nil }) {
            faults.append(invalidArgument("every recipient of a chat needs a deliveryIdentifier"))
        } else if recipients.contains(where: { $0.deliveryValue == nil && $0.actorID == nil }) {
            faults.append(invalidArgument("every recipient needs a deliveryIdentifier"))
        }
        if !faults.isEmpty { throw error(faults) }
        return Address(
            senderActorID: sender, channelID: channelID, channelAccountID: try body.id("channelAccountId"),
            recipients: recipients,
            subject: try body.optionalString("subject"))
    }

    /// The plural form is documented, the singular one was seen to be accepted.
    private static func recipient(_ reader: ObjectReader) throws -> SimulatedParty {
        let identifier =
            try (try reader.optionalObjects("deliveryIdentifiers"))?.first ?? reader.optionalObject("deliveryIdentifier")
        let type = try identifier?.string("type")
        return SimulatedParty(
            actorID: try reader.optionalString("actorId"), name: try reader.optionalString("name"),
            field: try reader.optionalString("recipientField").map(RecipientField.init) ?? .to,
            deliveryType: type.map(DeliveryIdentifierType.init),
            deliveryValue: try identifier?.string("value"))
    }

    // MARK: Errors

    private static let prefix = "ConversationsApiError"
    private static let actorTypes = [
        "A": "AGENT", "V": "VISITOR", "I": "INTEGRATOR", "S": "SYSTEM", "B": "BOT", "E": "EMAIL", "L": "LLM",
    ]

    private static func actorFaults(_ actorID: String, kind: String, allowed: String) -> [PortalError.Detail] {
        let parts = actorID.split(separator: "-", maxSplits: 1).map(String.init)
        guard parts.count == 2, let type = actorTypes[parts[0]] else { return [invalidArgument("Invalid actorId type")] }
        if parts[0] == allowed { return [] }
        return [
            .init(
                message: "Actor type \(type) is not supported for \(kind)", subCategory: "\(prefix).UNSUPPORTED_ACTOR_TYPE")
        ]
    }

    static func invalidArgument(_ message: String) -> PortalError.Detail {
        .init(message: message, subCategory: "\(prefix).INVALID_ARGUMENT_TYPE")
    }

    private static func requireFields(_ names: [String], in body: ObjectReader) throws(PortalError) {
        let absent = names.filter { body.value($0) == nil || body.value($0)?.string == "" }
        if !absent.isEmpty { throw missing(absent) }
    }

    private static func missing(_ names: [String]) -> PortalError {
        .invalid(
            "Some required fields were not set: [\(names.joined(separator: ", "))]",
            names.map { .init(message: "required field is not set", context: ["propertyName": [$0]]) })
    }

    static func error(_ faults: [PortalError.Detail]) -> PortalError {
        .invalid(faults.count == 1 ? faults[0].message : "Multiple errors validating request.", faults)
    }
}
