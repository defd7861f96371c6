import FoundationEssentials
import HostCore
import HostDelivery
import HostSurface
import Operations
import RelayCore

extension ConsoleAPI {
    /// `{sessions, next}`; `next` is the `before` of the next page.
    func sessions(_ query: ConsoleQuery) async throws -> JSON {
        let limit = try query.number("limit", 1...500) ?? 50
        let state = try query.text("state").map { text throws(FieldError) in
            guard let state = Session.State(rawValue: text) else {
                throw FieldError(path: "state", problem: "must be open, handed-off, paused or closed")
            }
            return state
        }
        let found = try await services.sessions?.newest(
            of: query.text("organization"), state: state, before: try query.time("before", now: services.ambient.now()),
            limit: limit)
        let sessions = (found ?? []).map { $0.session.json(of: $0.organization) }
        let next = found?.count == limit ? found?.last.map { Timestamp.rfc3339($0.session.updatedAt) } : nil
        return ["sessions": .array(sessions), "next": .optional(next)]
    }

    /// One session with its custom data and timeline, by its id or its thread's.
    func session(_ id: String) async throws -> ConsoleAnswer {
        guard let lookup = services.sessions, let found = try await lookup.find(id) else { return Self.noSession(id) }
        return .json(try await lookup.json(found.session, of: found.organization))
    }

    /// Takes `{action}`: pause, resume, close or handoff, and for that a `reason`. `{eventId}`
    func control(_ id: String, _ body: ObjectReader) async throws -> ConsoleAnswer {
        try body.checkNames(["action", "reason"])
        guard let found = try await services.sessions?.find(id) else { return Self.noSession(id) }
        if body.members["action"]?.string == "handoff" {
            return try await queue(
                OperatorEvent.handoff(
                    of: found.session, reason: try body.optionalString("reason") ?? OperatorEvent.handoffReason,
                    organization: found.organization, ambient: services.ambient))
        }
        let change = try SessionControlEvent(of: ConversationReference(sessionID: found.session.id), body)
        return try await queue(OperatorEvent.make(change, organization: found.organization, ambient: services.ambient))
    }

    private func queue(_ event: RelayEvent) async throws -> ConsoleAnswer {
        try await services.accept([event])
        return .json(["eventId": .string(event.id)], status: 202)
    }

    private static func noSession(_ id: String) -> ConsoleAnswer {
        .refused(404, .noSession, "there is no session \(id), nor one of a thread of that id")
    }
}
