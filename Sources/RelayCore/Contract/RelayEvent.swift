import FoundationEssentials

/// One event of ours: CloudEvents 1.0 in the JSON format, with `data` as JSON.
///
/// Source: CloudEvents 1.0.2, https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md and
/// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
package struct RelayEvent: Sendable, Hashable {
    package var id: String
    package var source: String
    package var type: String
    package var subject: String?
    /// RFC 3339, as it came.
    package var time: String?
    package var data: JSON
    /// Extension attributes other than the ones that have a property below.
    package var extensions: JSONObject
    /// The tenant; nil means the only or the default organization.
    package var organization: String?
    /// How many *faulty* deliveries there were before this one. Waiting is not an attempt.
    package var attempt: Int
    /// The host gives the event up after this delivery, unless it ends well or waits.
    package var isLastAttempt: Bool
    /// Since when the event has been waiting for something outside it: HubSpot, a token, the store. nil where it is not.
    package var waitingSince: Date?
    /// The host delivers the event no earlier than this.
    package var notBefore: Date?
    /// The id of the event that this one follows from, or repeats.
    package var causationID: String?
    /// W3C trace context.
    package var traceParent: String?

    package init(
        id: String, source: String, type: String, subject: String? = nil, time: String? = nil, data: JSON,
        extensions: JSONObject = [:], organization: String? = nil, attempt: Int = 0, isLastAttempt: Bool = false,
        waitingSince: Date? = nil, notBefore: Date? = nil, causationID: String? = nil, traceParent: String? = nil
    ) {
        self.id = id
        self.source = source
        self.type = type
        self.subject = subject
        self.time = time
        self.data = data
        self.extensions = extensions
        self.organization = organization
        self.attempt = attempt
        self.isLastAttempt = isLastAttempt
        self.waitingSince = waitingSince
        self.notBefore = notBefore
        self.causationID = causationID
        self.traceParent = traceParent
    }

    /// What two deliveries of one fact share.
    package var key: EventKey { EventKey(organization: organization, source: source, id: id) }
}

/// The identity of an event within its organization.
package struct EventIdentity: Sendable, Hashable {
    package let source: String
    package let id: String

    package init(source: String, id: String) {
        self.source = source
        self.id = id
    }

    /// The same for the same event, sixteen bytes long: of events that are not made for it, no two have the same.
    package var digest: [UInt8] { ShortHash.bytes(of: "\(source)\u{0}\(id)", count: 16) }
}

/// The identity of an event: the same fact told twice has one key.
package struct EventKey: Sendable, Hashable {
    package let organization: String
    package let source: String
    package let id: String

    package init(organization: String?, source: String, id: String) {
        self.organization = organization ?? RelayEvent.defaultOrganization
        self.source = source
        self.id = id
    }
}

extension RelayEvent {
    /// The name of the single organization of the environment when nothing names it.
    package static let defaultOrganization = "default"

    /// Reads and checks an event.
    /// - Throws: ``FieldError`` that names the first attribute that breaks CloudEvents' rules or ours.
    package init(json: JSON) throws(FieldError) {
        let reader = try ObjectReader(json, path: "")
        guard let version = try reader.optionalString("specversion") else {
            throw FieldError(path: "specversion", problem: "is missing")
        }
        guard version == "1.0" else { throw FieldError(path: "specversion", problem: "must be \"1.0\"") }
        id = try reader.string("id")
        source = try reader.string("source")
        type = try reader.string("type")
        subject = try reader.optionalString("subject")
        time = try reader.optionalString("time")
        if let time, Timestamp.parse(time) == nil { throw reader.error("time", "must be an RFC 3339 timestamp") }
        if let contentType = try reader.optionalString("datacontenttype"), !Self.isJSON(contentType) {
            throw reader.error("datacontenttype", "must be a JSON media type")
        }
        if reader.members["data_base64"] != nil { throw reader.error("data_base64", "is not supported: send JSON as data") }
        data = reader.members["data"] ?? .null
        organization = try reader.optionalString("organization")
        attempt = try reader.optionalInt("attempt") ?? 0
        guard attempt >= 0 else { throw reader.error("attempt", "must not be negative") }
        isLastAttempt = try reader.optionalBool("lastattempt") ?? false
        waitingSince = try reader.optionalTime("waitingsince")
        notBefore = try reader.optionalTime("notbefore")
        causationID = try reader.optionalString("causationid")
        traceParent = try reader.optionalString("traceparent")
        extensions = [:]
        for (name, value) in reader.members where !Self.knownAttributes.contains(name) && !value.isNull {
            try Self.checkExtension(name, value)
            extensions[name] = value
        }
    }

    /// The event as JSON; absent attributes are left out.
    package var json: JSON {
        var members: JSONObject = [
            "data": data, "datacontenttype": "application/json", "id": .string(id), "source": .string(source),
            "specversion": "1.0", "type": .string(type),
        ]
        for (name, value) in extensions { members[name] = value }
        if let subject { members["subject"] = .string(subject) }
        if let time { members["time"] = .string(time) }
        if let organization { members["organization"] = .string(organization) }
        if attempt > 0 { members["attempt"] = .number(JSONNumber(attempt)) }
        if isLastAttempt { members["lastattempt"] = true }
        if let waitingSince { members["waitingsince"] = .string(Timestamp.rfc3339(waitingSince)) }
        if let notBefore { members["notbefore"] = .string(Timestamp.rfc3339(notBefore)) }
        if let causationID { members["causationid"] = .string(causationID) }
        if let traceParent { members["traceparent"] = .string(traceParent) }
        return .object(members)
    }

    private static let knownAttributes: Set<String> = [
        "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "data", "organization",
        "attempt", "lastattempt", "waitingsince", "notbefore", "causationid", "traceparent",
    ]

    private static func isJSON(_ contentType: String) -> Bool {
        let mediaType = contentType.lowercased().prefix { $0 != ";" && $0 != " " }
        return mediaType.hasSuffix("/json") || mediaType.hasSuffix("+json")
    }

    private static func checkExtension(_ name: String, _ value: JSON) throws(FieldError) {
        let isValid = name.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) }
        guard isValid, !name.isEmpty, name.utf8.count <= 20 else {
            let shown = name.utf8.count <= 40 ? name : String(name.prefix(40))
            throw FieldError(path: shown, problem: "is not an attribute name: use 1 to 20 lower-case letters and digits")
        }
        switch value {
        case .string, .bool: return
        case .number(let number):
            guard let int = number.int, Int32(exactly: int) != nil else {
                throw FieldError(path: name, problem: "must be a 32-bit whole number")
            }
        default: throw FieldError(path: name, problem: "must be a string, a boolean or a whole number, not \(value.kind)")
        }
    }
}
