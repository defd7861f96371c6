import FoundationEssentials
import RelayCore

extension SimulatedPortal {
    /// Answers a search. It may not know the newest objects yet (``PortalSettings/searchLag``).
    func search(_ type: ObjectType, _ request: SearchRequest) -> JSON {
        let indexedUntil = settings.searchLag > 0 ? ambient.now() - settings.searchLag : .distantFuture
        let known = sorted(type).filter { !$0.isArchived && $0.createdAt <= indexedUntil }
        var matches = known.filter { object in
            request.groups.isEmpty || request.groups.contains { group in group.allSatisfy { holds($0, of: object) } }
        }
        if let sort = request.sort {
            matches.sort { left, right in
                let values = (left.properties[sort.property] ?? "", right.properties[sort.property] ?? "")
                return sort.isDescending ? values.0 > values.1 : values.0 < values.1
            }
        }
        let page = matches.dropFirst(request.offset).prefix(request.limit)
        var answer: [String: JSON] = [
            "total": .number(JSONNumber(matches.count)), "results": .array(page.map { $0.json(properties: request.properties) }),
        ]
        let next = request.offset + page.count
        if next < matches.count { answer["paging"] = ["next": ["after": .string(String(next))]] }
        return .object(answer)
    }

    private func holds(_ filter: SearchRequest.Filter, of object: SimulatedObject) -> Bool {
        let values = values(filter.property, of: object)
        switch filter.comparison {
        case .equal, .isIn: return values.contains { value in filter.values.contains { Self.isSame(value, $0) } }
        case .notEqual: return !values.contains { value in filter.values.contains { Self.isSame(value, $0) } }
        case .hasProperty: return !values.isEmpty
        case .hasNoProperty: return values.isEmpty
        }
    }

    /// The search compares text without regard to case.
    private static func isSame(_ left: String, _ right: String) -> Bool { left.lowercased() == right.lowercased() }

    private func values(_ property: String, of object: SimulatedObject) -> [String] {
        if property.hasPrefix("associations."), let type = ObjectType(path: String(property.dropFirst("associations.".count))) {
            return linked(object.reference, type).map(\.id)
        }
        return object.type == .contact && property == "email" ? object.emails : [object.properties[property]].compactMap(\.self)
    }
}
