import FoundationEssentials
import HubSpotAPI
import LiveFunction
import RelayCore

/// Custom data was edited on our side: it goes into the session, and what is mapped to a ticket property to the ticket at
/// once, when the session has one. What has no ticket yet is written at handoff.
struct SessionUpdate {
    let event: RelayEvent
    let services: OrganizationServices

    /// How long the session's lease lasts: longer than the few requests that a push takes.
    private static let leaseSeconds: Double = 120

    func result() async throws(Stop) -> FunctionResult {
        let request = try SessionUpdateRequest(event)
        guard let session = try await services.sessions.find(id: request.sessionID) else {
            let erasedAt = try await stored { () throws(StoreError) in
                try await services.store.erasedAt(organization: services.name, sessionID: request.sessionID)
            }
            if erasedAt != nil { return .skipped(.erased, "the session was erased") }
            return .failed(.noSession, "there is no such session")
        }
        // Two edits of one property must reach the ticket in the order in which they stand in the session.
        return try await ThreadLease.hold(
            .post, threadID: session.threadID ?? session.id, seconds: Self.leaseSeconds, of: services
        ) { _ throws(Stop) in
            try await write(request, in: session)
        }
    }

    private func write(_ request: SessionUpdateRequest, in session: Session) async throws(Stop) -> FunctionResult {
        // The event's own time, so that a second try of it is known for one; never ahead of now.
        let now = services.ambient.now()
        let time = min(event.time.flatMap(Timestamp.parse) ?? now, now)
        var stale: [String] = []
        var current: [CustomDataEntry] = []
        for (name, value) in request.customData {
            let entry = CustomDataEntry(property: name, value: value, origin: .session, occurredAt: time)
            let outcome = try await services.sessions.set(entry, in: session.id)
            if outcome == .stale { stale.append(name) } else { current.append(entry) }
        }
        let push = try await push(current, to: session)
        let data: JSON = [
            "sessionId": .string(session.id), "pushed": .array(push.pushed.map(JSON.string)),
            "unknownProperties": .array(push.unknown.map(JSON.string)), "stale": .array(stale.map(JSON.string)),
            "notPushed": .optional(push.failure?.rawValue),
        ]
        guard !current.isEmpty else { return .skipped(.stale, "newer changes stand already", data: data) }
        let names = JSON.array(current.map { .string($0.property) })
        let updated = SessionUpdated(services: services).event(session.id, ["properties": names], cause: event)
        return .done(data, code: push.failure, events: [updated])
    }

    private func push(
        _ entries: [CustomDataEntry], to session: Session
    ) async throws(Stop) -> (pushed: [String], unknown: [String], failure: ReasonCode?) {
        let mapping = services.configuration[ConfigurationKeys.propertyMapping]
        var names: [String: CustomDataEntry] = [:]
        for entry in entries {
            if let property = mapping.ticketProperty(of: entry.property) { names[property] = entry }
        }
        guard !names.isEmpty, services.configuration[ConfigurationKeys.ticketing], let ticketID = session.ticketID else {
            return ([], [], nil)
        }
        let outcome: TicketPush.Outcome
        do throws(HubSpotError) {
            outcome = try await TicketPush(hubSpot: services.hubSpot).write(
                names.mapValues { $0.value ?? "" }, ticketID: ticketID)
        } catch {
            // Deleted, or not to be written: the values stand in the session, and the next ticket gets them.
            guard !error.isWorthRetrying else { throw Stop(error.result) }
            return ([], [], error.reasonCode)
        }
        for property in outcome.written {
            guard var entry = names[property] else { continue }
            entry.origin = .pushed
            _ = try await services.sessions.set(entry, in: session.id)
        }
        return (outcome.written.sorted(), outcome.unknown.sorted(), nil)
    }
}

/// What a `session.update` asks for.
struct SessionUpdateRequest {
    let sessionID: String
    /// By name; nil clears.
    let customData: [(name: String, value: String?)]

    private static let mostProperties = 100
    /// HubSpot's own limit for a property's text.
    private static let longestValue = 65_536

    /// - Throws: `bad-field`.
    init(_ event: RelayEvent) throws(Stop) {
        do throws(FieldError) {
            let reader = try ObjectReader(event.data, path: "data")
            sessionID = try reader.string("sessionId")
            let members = try reader.object("customData")
            guard !members.members.isEmpty else { throw reader.error("customData", "must not be empty") }
            guard members.members.count <= Self.mostProperties else {
                throw reader.error("customData", "must hold at most \(Self.mostProperties) properties")
            }
            var values: [(String, String?)] = []
            for name in members.members.keys.sorted() { values.append((name, try Self.value(name, members))) }
            customData = values
        } catch {
            throw Stop(error)
        }
    }

    private static func value(_ name: String, _ reader: ObjectReader) throws(FieldError) -> String? {
        guard !name.isEmpty, name.utf8.count <= 100 else {
            throw FieldError(path: "data.customData", problem: "must hold names of 1 to 100 bytes")
        }
        switch reader.members[name] {
        case .string(let text):
            guard text.unicodeScalars.count <= longestValue else {
                throw reader.error(name, "must be at most \(longestValue) characters")
            }
            return text.isEmpty ? nil : text
        case .number(let number): return number.literal
        case .bool(let flag): return flag ? "true" : "false"
        case .null, nil: return nil
        default: throw reader.error(name, "must be a string, a number, a boolean or null")
        }
    }
}
