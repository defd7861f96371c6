import RelayCore

/// The body of a CRM search, within the limits that HubSpot documents.
///
/// Source: https://developers.hubspot.com/docs/api-reference/search/guide
struct SearchRequest: Sendable {
    var search = ObjectSearch()
    var properties: [String] = []
    var limit = 10
    var offset = 0

    static let bodyLimit = 3000
    private static let resultLimit = 10_000

    init(_ body: ObjectReader) throws {
        for group in try body.optionalObjects("filterGroups") ?? [] {
            search.groups.append(try (try group.optionalObjects("filters") ?? []).map(Self.filter))
        }
        search.query = try body.optionalString("query")
        properties = (try body.optionalArray("properties") ?? []).compactMap(\.string)
        limit = try body.optionalInt("limit") ?? limit
        if let after = try body.optionalID("after") {
            guard let number = Int(after) else { throw body.error("after", "must be an integer offset") }
            offset = number
        }
        let sorts = try body.optionalArray("sorts") ?? []
        search.sort = sorts.first.flatMap(Self.sort)
        guard search.groups.count <= 5, search.groups.allSatisfy({ $0.count <= 6 }), search.groups.joined().count <= 18 else {
            throw body.error("filterGroups", "holds more groups or filters than allowed")
        }
        guard sorts.count <= 1 else { throw body.error("sorts", "must hold one element at most") }
        guard 1...200 ~= limit else { throw body.error("limit", "must be from 1 to 200") }
        guard offset >= 0, offset + limit <= Self.resultLimit else { throw body.error("after", "goes beyond 10000 results") }
    }

    private static func filter(_ reader: ObjectReader) throws -> ObjectSearch.Filter {
        guard let comparison = ObjectSearch.Operator(rawValue: try reader.string("operator")) else {
            throw reader.error("operator", "is not known to the simulator")
        }
        let list = (try reader.optionalArray("values") ?? []).compactMap(\.id)
        // The upper end of BETWEEN comes last.
        let high = try reader.optionalID("highValue").map { [$0] } ?? []
        return ObjectSearch.Filter(
            property: try reader.string("propertyName"), comparison: comparison,
            values: (try reader.optionalID("value").map { [$0] } ?? list) + high)
    }

    private static func sort(_ json: JSON) -> ObjectSearch.Sort? {
        if let name = json.string { return ObjectSearch.Sort(property: name, isDescending: false) }
        return json["propertyName"]?.string.map {
            ObjectSearch.Sort(property: $0, isDescending: json["direction"]?.string == "DESCENDING")
        }
    }
}
