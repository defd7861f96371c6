import RelayCore

/// A condition, or what a query looks for. `#name` stands for the attribute of that name, since many names are words of
/// DynamoDB's own; `:name` for a value.
struct DynamoExpression: Sendable {
    let text: String
    let values: [String: DynamoValue]

    init(_ text: String, _ values: [String: DynamoValue] = [:]) {
        self.text = text
        self.values = values
    }

    static let isNew = DynamoExpression("attribute_not_exists(pk)")
    static let stands = DynamoExpression("attribute_exists(pk)")

    func and(_ other: DynamoExpression) -> DynamoExpression {
        DynamoExpression("(\(text)) AND (\(other.text))", values.merging(other.values) { $1 })
    }
}

extension [DynamoExpression] {
    /// The names and the values that these texts use, as a request has them.
    var placeholders: [(String, JSON)] {
        var names: [String: JSON] = [:]
        var values: [String: JSON] = [:]
        for expression in self {
            for name in expression.names { names["#\(name)"] = .string(name) }
            for (name, value) in expression.values { values[":\(name)"] = value.json }
        }
        return (names.isEmpty ? [] : [("ExpressionAttributeNames", .object(JSONObject(names)))])
            + (values.isEmpty ? [] : [("ExpressionAttributeValues", .object(JSONObject(values)))])
    }
}

extension DynamoExpression {
    fileprivate var names: [String] {
        text.split(separator: "#").dropFirst(text.hasPrefix("#") ? 0 : 1).map { String($0.prefix { $0.isLetter }) }
    }
}
