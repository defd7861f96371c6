/// What to look for among the objects of a kind.
struct ObjectSearch: Sendable {
    enum Operator: String, Sendable {
        case equal = "EQ"
        case notEqual = "NEQ"
        case isIn = "IN"
        case isNotIn = "NOT_IN"
        case lessThan = "LT"
        case atMost = "LTE"
        case greaterThan = "GT"
        case atLeast = "GTE"
        case between = "BETWEEN"
        case hasToken = "CONTAINS_TOKEN"
        case hasNoToken = "NOT_CONTAINS_TOKEN"
        case hasProperty = "HAS_PROPERTY"
        case hasNoProperty = "NOT_HAS_PROPERTY"
    }

    struct Filter: Sendable {
        var property: String
        var comparison: Operator
        var values: [String]
    }

    struct Sort: Sendable {
        var property: String
        var isDescending: Bool
    }

    /// One group must hold; in it, all filters.
    var groups: [[Filter]] = []
    /// A text that one of the searchable properties must hold; nil for none.
    var query: String?
    /// nil for the order of the ids.
    var sort: Sort?
}
