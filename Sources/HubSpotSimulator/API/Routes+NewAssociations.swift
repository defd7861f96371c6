import RelayCore

/// Associations of many records at once, among them those of tickets with threads: HubSpot's schemas call a thread a conversation.
///
/// Source: https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide ; of tickets and conversations a live
/// capture: https://github.com/captaincontrat/hubspot-api-ruby/pull/30
extension SimulatedPortal {
    private struct NewLink {
        let from: String
        let to: String
        let typeIDs: [Int]
    }

    func createAssociations(_ request: APIRequest) throws(PortalError) -> APIReply {
        let body = try request.bodyReader()
        let links = try reading {
            try (try body.optionalObjects("inputs") ?? []).map { input in
                let types = try (try input.optionalObjects("types") ?? []).map { try $0.optionalInt("associationTypeId") ?? 0 }
                return NewLink(from: try input.object("from").id("id"), to: try input.object("to").id("id"), typeIDs: types)
            }
        }
        guard links.count <= 2000 else { throw .invalid("inputs must hold 2000 elements at most") }
        let isThread = request.parameter("to").lowercased() == "conversation"
        let from = try request.type()
        guard isThread || ObjectType(named: request.parameter("to")) != nil else {
            throw .unknownType(request.parameter("to"))
        }
        var missing: [String] = []
        for link in links {
            do throws(PortalError) {
                if isThread { try putOnThread(link, from) } else { try join(link, from, try request.type("to")) }
            } catch {
                guard error.category == .notFound else { throw error }
                missing.append(link.to)
            }
        }
        let results = links.filter { !missing.contains($0.to) }.map { link -> JSON in
            ["fromObjectId": Self.number(link.from), "toObjectId": Self.number(link.to), "labels": []]
        }
        let reply = batch(results, missing: missing, message: "Could not find some of the objects.")
        return missing.isEmpty ? APIReply(status: 201, body: reply.body) : reply
    }

    private func putOnThread(_ link: NewLink, _ from: ObjectType) throws(PortalError) {
        guard from == .ticket, link.typeIDs.allSatisfy({ $0 == Association.ticketToThread }) else {
            throw .invalid("there is no such association type from \(from.singular) to conversation")
        }
        let ticket = try found(.ticket, link.from)
        threads[try found(link.to).id]?.ticketID = ticket.id
    }

    private func join(_ link: NewLink, _ from: ObjectType, _ to: ObjectType) throws(PortalError) {
        let (plain, primary) = (Association.typeID(from: from, to: to), Association.primaryTypeID(from: from, to: to))
        guard link.typeIDs.allSatisfy({ $0 == plain || $0 == primary }) else {
            throw .invalid("there is no such association type from \(from.singular) to \(to.singular)")
        }
        self.link(
            try found(from, link.from).reference, try found(to, link.to).reference,
            isPrimary: primary.map(link.typeIDs.contains) ?? false, by: .app(settings.appID))
    }
}
