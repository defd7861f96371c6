import RelayCore

/// Asks a service of the organization's own: one POST for each turn. It answers at once with 200, or takes the turn with 202 and
/// answers later over the routes of the AI side.
package struct HTTPEngine: AnswerEngine {
    private let url: String
    private let key: Secret?
    /// Seconds
    private let timeout: Double
    private let transport: any HTTPTransport
    private let ambient: Ambient

    package init(url: String, key: Secret?, timeout: Double, transport: any HTTPTransport, ambient: Ambient) {
        self.url = url
        self.key = key
        self.timeout = timeout
        self.transport = transport
        self.ambient = ambient
    }

    package func answer(_ request: AnswerRequest) async throws(AnswerError) -> AnswerAction {
        var headers = [
            ("content-type", "application/json"), ("accept", "application/json"), ("idempotency-key", Self.turn(request)),
        ]
        if let key { headers.append(("authorization", "Bearer \(key.reveal())")) }
        let asking = PatientAsking(request, timeout: timeout, transport: transport, ambient: ambient)
        let answer = try await asking.ask(
            HTTPCall(
                method: "POST", url: url, headers: headers, body: Self.body(of: request).canonicalBytes, timeout: timeout,
                isWrite: true))
        switch answer.status {
        case 200: break
        case 202: return .deferred
        default: throw AnswerError(status: answer)
        }
        guard let json = try? JSON.parse(answer.body) else { throw AnswerError("the answer is not JSON") }
        return try AnswerDocument.action(of: json, isLenient: false)
    }

    /// The same for every try of a turn.
    private static func turn(_ request: AnswerRequest) -> String {
        "turn:\(request.session.threadID ?? request.session.id):\(request.messageID ?? request.session.id)"
    }

    // MARK: The request

    /// `inReplyTo` is what an answer that comes later says which message it answers with.
    static func body(of request: AnswerRequest) -> JSON {
        [
            "inReplyTo": .optional(request.messageID), "organization": .string(request.organization),
            "session": session(of: request),
            "messages": .array(request.messages.map(entry)), "history": .array(request.history.map(entry)),
        ]
    }

    /// What is not known is left out. A property of the custom data that was cleared is null; one whose value HubSpot
    /// withholds is named in `customDataWithheld`.
    static func session(of request: AnswerRequest) -> JSON {
        let session = request.session
        let contact: JSONObject = [
            "id": .optional(session.contactID), "email": .optional(session.contactEmail),
            "name": .optional(session.contactName),
        ]
        let members: JSONObject = [
            "id": .string(session.id), "threadId": .optional(session.threadID), "channel": .string(session.channel.rawValue),
            "subject": .optional(request.subject), "language": .optional(session.language),
            "contact": .object(contact.filter { !$0.value.isNull }),
            "customData": customData(request.customData.filter { !$0.isRedacted }) { .optional($0.value) },
            "customDataLabels": customData(request.customData.filter { $0.label != nil }) { .optional($0.label) },
            "customDataWithheld": withheld(request.customData),
        ]
        return .object(members.filter { !$0.value.isNull })
    }

    /// `.null` where there is none.
    private static func withheld(_ entries: [CustomDataEntry]) -> JSON {
        let names = entries.filter(\.isRedacted).map { JSON.string($0.property) }
        return names.isEmpty ? .null : .array(names)
    }

    private static func customData(_ entries: [CustomDataEntry], _ value: (CustomDataEntry) -> JSON) -> JSON {
        .object(JSONObject(entries.map { ($0.property, value($0)) }))
    }

    private static func entry(_ entry: TimelineEntry) -> JSON {
        [
            "id": .string(entry.id), "role": .string(entry.role.rawValue), "text": .string(entry.text),
            "attachments": .array(entry.attachmentNames.map(JSON.string)), "at": .string(Timestamp.rfc3339(entry.createdAt)),
        ]
    }
}
