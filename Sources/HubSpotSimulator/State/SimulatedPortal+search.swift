import FoundationEssentials
import RelayCore

extension SimulatedPortal {
    /// All that a search finds. It may not know the newest objects yet (``PortalSettings/searchLag``).
    func search(_ type: ObjectType, _ search: ObjectSearch) -> [SimulatedObject] {
        let indexedUntil = settings.searchLag > 0 ? ambient.now() - settings.searchLag : .distantFuture
        let known = sorted(type).filter { !$0.isArchived && $0.createdAt <= indexedUntil }
        var matches = known.filter { object in
            (search.groups.isEmpty || search.groups.contains { group in group.allSatisfy { holds($0, of: object) } })
                && holds(query: search.query, object)
        }
        if let sort = search.sort {
            matches.sort { left, right in
                let values = (left.properties[sort.property] ?? "", right.properties[sort.property] ?? "")
                return sort.isDescending ? values.0 > values.1 : values.0 < values.1
            }
        }
        return matches
    }

    private func holds(_ filter: ObjectSearch.Filter, of object: SimulatedObject) -> Bool {
        let values = values(filter.property, of: object)
        let wanted = filter.values
        switch filter.comparison {
        case .equal, .isIn: return values.contains { value in wanted.contains { filter.isSame(value, $0) } }
        case .notEqual, .isNotIn: return !values.contains { value in wanted.contains { filter.isSame(value, $0) } }
        case .hasProperty: return !values.isEmpty
        case .hasNoProperty: return values.isEmpty
        case .lessThan: return values.contains { filter.order($0, wanted.first) == .orderedAscending }
        case .greaterThan: return values.contains { filter.order($0, wanted.first) == .orderedDescending }
        case .atMost: return values.contains { filter.order($0, wanted.first) != .orderedDescending }
        case .atLeast: return values.contains { filter.order($0, wanted.first) != .orderedAscending }
        case .between:
            return values.contains {
                filter.order($0, wanted.first) != .orderedAscending && filter.order($0, wanted.last) != .orderedDescending
            }
        case .hasToken: return values.contains { value in wanted.contains { Self.hasToken(value, $0) } }
        case .hasNoToken: return !values.contains { value in wanted.contains { Self.hasToken(value, $0) } }
        }
    }

    /// Whole words, or the start of one where the wanted text ends with `*`.
    private static func hasToken(_ value: String, _ wanted: String) -> Bool {
        let words = value.lowercased().split { !$0.isLetter && !$0.isNumber }
        let token = wanted.lowercased().filter { $0 != "*" }
        return words.contains { wanted.hasSuffix("*") ? $0.hasPrefix(token) : $0 == token } || value.lowercased() == token
    }

    private static let searchable: [ObjectType: [String]] = [
        .contact: ["firstname", "lastname", "email", "phone", "company"], .ticket: ["subject", "content"],
        .company: ["name", "domain", "phone"], .deal: ["dealname"], .note: ["hs_note_body"],
    ]

    private func holds(query: String?, _ object: SimulatedObject) -> Bool {
        guard let query = query?.lowercased(), !query.isEmpty else { return true }
        return (Self.searchable[object.type] ?? []).compactMap { object.properties[$0]?.lowercased() }.contains {
            $0.contains(query) || PhoneNumber.isSame($0, query)
        }
    }

    private func values(_ property: String, of object: SimulatedObject) -> [String] {
        if property.hasPrefix("associations."), let type = ObjectType(named: String(property.dropFirst("associations.".count))) {
            return linked(object.reference, type).map(\.id)
        }
        // What HubSpot works out so that numbers can be found however they are written.
        if property.hasPrefix(ObjectSearch.Filter.phonePrefix) {
            return [object.properties["phone"], object.properties["mobilephone"]].compactMap(\.self)
        }
        return object.type == .contact && property == "email" ? object.emails : [object.properties[property]].compactMap(\.self)
    }
}

extension ObjectSearch.Filter {
    fileprivate static let phonePrefix = "hs_searchable_calculated_"

    /// Text is compared without regard to case, telephone numbers by their digits.
    fileprivate func isSame(_ left: String, _ right: String) -> Bool {
        property.hasPrefix(Self.phonePrefix) ? PhoneNumber.isSame(left, right) : left.lowercased() == right.lowercased()
    }

    /// As numbers where both are, as instants where the wanted one is in milliseconds, else as text.
    fileprivate func order(_ value: String, _ wanted: String?) -> ComparisonResult {
        guard let wanted else { return .orderedSame }
        func compare<Value: Comparable>(_ left: Value, _ right: Value) -> ComparisonResult {
            left < right ? .orderedAscending : left > right ? .orderedDescending : .orderedSame
        }
        if let left = Double(value), let right = Double(wanted) { return compare(left, right) }
        if let left = Timestamp.parse(value), let right = Timestamp.parse(wanted) { return compare(left, right) }
        if let left = Timestamp.parse(value), let right = Int(wanted) { return compare(Timestamp.milliseconds(left), right) }
        return compare(value, wanted)
    }
}
