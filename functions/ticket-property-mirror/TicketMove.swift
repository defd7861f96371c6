import HubSpotAPI
import LiveFunction
import RelayCore

/// A ticket was made, merged, deleted or restored, or what it is associated with changed: the links between tickets and
/// sessions follow.
///
/// HubSpot's events come in any order: but for merges, what HubSpot has *now* counts.
struct TicketMove {
    let event: RelayEvent
    let services: OrganizationServices

    private var sessions: TicketSessions { TicketSessions(services) }

    func result() async throws(Stop) -> FunctionResult {
        let object: WebhookObject
        let merged: [String]
        do throws(FieldError) {
            let reader = try ObjectReader(event.data, path: "data")
            object = try WebhookObject(reader, type: String(event.type.dropFirst(EventType.hubSpotPrefix.count)))
            merged = object.event == "merge" ? try Self.merged(reader, into: object.id) : []
        } catch {
            throw Stop(error)
        }
        switch object.event {
        case "merge": return try await merge(merged, into: object.id)
        case "deletion", "restore": return try await follow(object.id)
        case "creation", "associationChange":
            guard Self.mayConcernThreads(event.data) else {
                return .skipped(.nothingToDo, "the association is none with a thread", data: data(object.id, []))
            }
            return try await refresh(object.id)
        default: return .skipped(.nothingToDo, "\(event.type) needs no action")
        }
    }

    // MARK: Merged

    /// Every ticket of the merge but the one that is left: that may be the first one or a new one.
    private static func merged(_ reader: ObjectReader, into id: String) throws(FieldError) -> [String] {
        var ids: [String] = []
        if let primary = try reader.optionalID("primaryObjectId") { ids.append(primary) }
        for (index, element) in (try reader.optionalArray("mergedObjectIds") ?? []).enumerated() {
            guard let id = element.id else { throw reader.error("mergedObjectIds[\(index)]", "must be an id") }
            ids.append(id)
        }
        return ids.filter { $0 != id }
    }

    private func merge(_ old: [String], into id: String) async throws(Stop) -> FunctionResult {
        for ticketID in old { try await carry(from: ticketID, to: id) }
        var moved: Set<String> = []
        for ticketID in old {
            for sessionID in try await sessions.linked(ticketID) {
                guard let session = try await services.sessions.find(id: sessionID) else { continue }
                try await services.sessions.linkTicket(id, to: session)
                moved.insert(sessionID)
            }
        }
        // A second try finds them moved already.
        moved.formUnion(try await sessions.ids(ticketID: id))
        return report(id, moved, noSession: "no session belongs to the merged tickets")
    }

    /// What was kept of a merged ticket: HubSpot gives what is left the first one's values, and of the others what it lacked.
    private func carry(from old: String, to id: String) async throws(Stop) {
        let known = try await kept(id).map(\.property)
        for entry in try await kept(old) where !known.contains(entry.property) {
            _ = try await stored { () throws(StoreError) in
                try await services.store.setTicketProperty(
                    organization: services.name, ticketID: id, entry: entry, now: services.ambient.now())
            }
        }
    }

    private func kept(_ ticketID: String) async throws(Stop) -> [CustomDataEntry] {
        try await stored { () throws(StoreError) in
            try await services.store.ticketProperties(organization: services.name, ticketID: ticketID)
        }
    }

    // MARK: Deleted and restored

    private func follow(_ id: String) async throws(Stop) -> FunctionResult {
        do throws(HubSpotError) {
            _ = try await services.hubSpot.ticket(id: id, properties: ["subject"])
        } catch {
            guard error.category == .notFound else { throw Stop(error.result) }
            return try await forget(id)
        }
        for sessionID in try await sessions.former(id) {
            // One that got another ticket meanwhile keeps that.
            guard let session = try await services.sessions.find(id: sessionID), session.ticketID == nil else { continue }
            try await services.sessions.linkTicket(id, to: session)
        }
        return try await refresh(id)
    }

    /// A later handoff makes a new ticket.
    private func forget(_ id: String) async throws(Stop) -> FunctionResult {
        let linked = Set(try await sessions.linked(id))
        for sessionID in linked {
            guard let session = try await services.sessions.find(id: sessionID) else { continue }
            try await services.sessions.unlinkTicket(id, from: session)
        }
        // Those of an earlier try, which may not have come to say so.
        return report(nil, linked.union(try await sessions.former(id)), noSession: "no session belonged to the ticket")
    }

    // MARK: Associated

    /// Associations with other records of the CRM move no conversation. HubSpot does not document how it names one with a
    /// thread, so that every other one may be it.
    private static func mayConcernThreads(_ data: JSON) -> Bool {
        if let typeID = data["toObjectTypeId"]?.id { return !["0-1", "0-2", "0-3", "0-5", ObjectTypeID.note].contains(typeID) }
        let name = data["associationType"]?.string ?? ""
        return !["_CONTACT", "_COMPANY", "_DEAL", "_TICKET", "_NOTE"].contains(where: name.hasSuffix)
    }

    /// Links the sessions of the ticket's threads, and gives those whose thread went to another ticket that one.
    private func refresh(_ id: String) async throws(Stop) -> FunctionResult {
        let linked = try await sessions.linked(id)
        var current = Set(try await sessions.ids(ticketID: id))
        for sessionID in linked {
            guard let session = try await services.sessions.find(id: sessionID), let threadID = session.threadID else { continue }
            guard let other = try await ticketID(ofThread: threadID), other != id else { continue }
            try await services.sessions.linkTicket(other, to: session)
            current.remove(sessionID)
        }
        return report(id, current, noSession: "no session belongs to the ticket")
    }

    /// nil also for a thread that is gone.
    private func ticketID(ofThread threadID: String) async throws(Stop) -> String? {
        do throws(HubSpotError) {
            return try await services.hubSpot.thread(threadID).ticketID
        } catch {
            if error.category == .notFound { return nil }
            throw Stop(error.result)
        }
    }

    // MARK: The result

    private func report(_ ticketID: String?, _ moved: Set<String>, noSession: String) -> FunctionResult {
        let ids = moved.sorted()
        guard !ids.isEmpty else { return .skipped(.noSession, noSession, data: data(ticketID, [])) }
        return .done(
            data(ticketID, ids),
            events: ids.map {
                SessionUpdated(services: services).event($0, ["ticketId": .optional(ticketID)], cause: event)
            })
    }

    private func data(_ ticketID: String?, _ sessionIDs: [String]) -> JSON {
        ["ticketId": .optional(ticketID), "sessionIds": .array(sessionIDs.map(JSON.string))]
    }
}
