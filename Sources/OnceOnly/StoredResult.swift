import RelayCore

/// What is kept of a finished event's result: what a repeat of the event needs, and no more.
///
/// That is status, code, and the emitted events, without the attributes that each has from the event that it follows from or that
/// its own data tell. Message and data are for people, who read them in the log.
enum StoredResult {
    static func line(_ result: FunctionResult, of event: RelayEvent) -> String {
        let members: JSONObject = [
            "status": .string(result.status.rawValue), "code": .optional(result.code?.rawValue),
            "events": result.events.isEmpty ? .null : .array(result.events.map { compact($0, following: event) }),
        ]
        return JSON.present(members).canonical
    }

    /// - Throws: `internal-error` where the line cannot be read.
    static func result(_ line: String, of event: RelayEvent) throws -> FunctionResult {
        do {
            var json = try JSON.parse(line)
            if case .object(var members) = json, let events = members["events"]?.array {
                members["events"] = .array(events.map { whole($0, following: event) })
                json = .object(members)
            }
            return try FunctionResult(json: json)
        } catch {
            throw Stop(.failed(.internalError, "the stored result of this event cannot be read"))
        }
    }

    private static func inherited(from event: RelayEvent) -> JSONObject {
        let organization = event.organization ?? RelayEvent.defaultOrganization
        let members: JSONObject = [
            "specversion": "1.0", "datacontenttype": "application/json", "organization": .string(organization),
            "source": .string(RelayEvent.source(organization: organization)), "causationid": .string(event.id),
            "traceparent": .optional(event.traceParent),
        ]
        return members.filter { !$0.value.isNull }
    }

    /// Stands for the id of the event that it follows from, at the end of an id; no id of ours ends with it.
    private static let causeMark = "*"

    /// What an event is about stands in its data as well, mostly.
    private static func subject(in data: JSON?) -> JSON? { data?["threadId"] ?? data?["sessionId"] }

    private static func compact(_ emitted: RelayEvent, following event: RelayEvent) -> JSON {
        let inherited = inherited(from: event)
        guard case .object(let members) = emitted.json, inherited.allSatisfy({ members[$0.key] == $0.value }),
            !emitted.id.hasSuffix(causeMark)
        else { return emitted.json }
        var own = members.filter { inherited[$0.key] == nil }
        if let known = subject(in: own["data"]) {
            if own["subject"] == known { own["subject"] = Optional.none } else { own["subject"] = own["subject"] ?? .null }
        }
        if emitted.id.hasSuffix(event.id) { own["id"] = .string("\(emitted.id.dropLast(event.id.count))\(causeMark)") }
        return .object(own)
    }

    /// One that was kept whole stays as it is.
    private static func whole(_ json: JSON, following event: RelayEvent) -> JSON {
        guard case .object(var own) = json, own["specversion"] == nil else { return json }
        if own["subject"] == nil { own["subject"] = subject(in: own["data"]) }
        if let id = own["id"]?.string, id.hasSuffix(causeMark) {
            own["id"] = .string("\(id.dropLast(causeMark.count))\(event.id)")
        }
        return .object(own.merging(inherited(from: event)) { own, _ in own })
    }
}
