import RelayCore

/// A change of one item, which takes place only where its condition holds.
struct DynamoWrite: Sendable {
    enum Change: Sendable {
        /// The item is these attributes from now on, and no others.
        case put([String: DynamoValue])
        /// As in `SET #looks = #looks + :one`; the item must stand.
        case update(DynamoExpression)
        case delete
    }

    let key: DynamoKey
    let change: Change
    var condition: DynamoExpression?
    /// Whether it may be made again where it is not known if it was done. Its mark tells, unless somebody else changed the item since.
    var isHarmless = true

    static func put(
        _ key: DynamoKey, _ attributes: DynamoAttributes, if condition: DynamoExpression? = nil
    ) -> DynamoWrite {
        var filled: [String: DynamoValue] = [:]
        for (name, value) in attributes { filled[name] = value }
        return DynamoWrite(key: key, change: .put(filled), condition: condition)
    }

    static func update(_ key: DynamoKey, _ expression: DynamoExpression, if condition: DynamoExpression) -> DynamoWrite {
        DynamoWrite(key: key, change: .update(expression), condition: condition.and(.stands))
    }

    static func delete(_ key: DynamoKey, if condition: DynamoExpression? = nil) -> DynamoWrite {
        DynamoWrite(key: key, change: .delete, condition: condition)
    }

    /// The operation, as a call and as a part of a transaction.
    var operation: (call: String, part: String) {
        switch change {
        case .put: ("PutItem", "Put")
        case .update: ("UpdateItem", "Update")
        case .delete: ("DeleteItem", "Delete")
        }
    }

    /// - Parameter mark: Of this one write, and no other: so a write that is made once more is known as done.
    func json(table: String, mark: String) -> JSON {
        var members: [(String, JSON)] = [("TableName", .string(table))]
        var expressions: [DynamoExpression] = []
        switch change {
        case .put(let attributes):
            var item: [String: JSON] = ["pk": .null, "sk": .null, DynamoWrite.mark: DynamoValue.text(mark).json]
            for (name, value) in attributes { item[name] = value.json }
            for (name, value) in key.json.object ?? [:] { item[name] = value }
            members.append(("Item", .object(JSONObject(item))))
        case .update(let expression):
            var values = expression.values
            values["mark"] = .text(mark)
            let marked = DynamoExpression(
                expression.text.replacingFirst("SET ", with: "SET #\(DynamoWrite.mark) = :mark, "), values)
            expressions.append(marked)
            members += [("Key", key.json), ("UpdateExpression", .string(marked.text))]
        case .delete:
            members.append(("Key", key.json))
        }
        if let condition = checked {
            expressions.append(condition)
            members.append(("ConditionExpression", .string(condition.text)))
            members.append(("ReturnValuesOnConditionCheckFailure", "ALL_OLD"))
        }
        return .object(JSONObject(members + expressions.placeholders))
    }

    /// The attribute that holds it.
    static let mark = "mark"

    /// An update that was made is not made again.
    private var checked: DynamoExpression? {
        guard case .update = change, let condition else { return condition }
        return condition.and(DynamoExpression("#\(DynamoWrite.mark) <> :mark"))
    }
}

// MARK: - Sizes

extension DynamoWrite {
    /// Of one item, names and values, in bytes.
    /// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items
    static let largest = 400 * 1024

    /// At most so many bytes, as DynamoDB counts them, without what an updated item holds besides.
    var size: Int {
        let values: [String: DynamoValue] =
            switch change {
            case .put(let attributes): attributes
            case .update(let expression): expression.values
            case .delete: [:]
            }
        let own = key.partition.utf8.count + key.name.utf8.count + 100
        return values.reduce(own) { $0 + $1.key.utf8.count + $1.value.size }
    }
}

extension DynamoValue {
    fileprivate var size: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .integer: 21
        case .boolean: 1
        case .texts(let texts): texts.reduce(3) { $0 + $1.utf8.count + 1 }
        }
    }
}

extension String {
    fileprivate func replacingFirst(_ part: String, with other: String) -> String {
        firstRange(of: part).map { self[..<$0.lowerBound] + other + self[$0.upperBound...] }.map { String($0) } ?? self
    }
}
