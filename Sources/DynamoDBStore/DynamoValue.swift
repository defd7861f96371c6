import FoundationEssentials
import RelayCore

/// A value of an item's attribute, in the form of DynamoDB's JSON.
///
/// Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
enum DynamoValue: Sendable, Hashable {
    case text(String)
    case integer(Int)
    case boolean(Bool)
    case texts([String])

    /// Times stand in the table as whole milliseconds since 1970.
    static func time(_ date: Date) -> DynamoValue { .integer(Timestamp.milliseconds(date)) }

    var json: JSON {
        switch self {
        case .text(let text): ["S": .string(text)]
        case .integer(let number): ["N": .string("\(number)")]
        case .boolean(let flag): ["BOOL": .bool(flag)]
        // A list, not a set: a set cannot be empty, and has no order.
        case .texts(let texts): ["L": .array(texts.map { ["S": .string($0)] })]
        }
    }
}

/// The attributes of an item; those that are nil are left out.
typealias DynamoAttributes = [String: DynamoValue?]

extension Optional where Wrapped == DynamoValue {
    static func optional(_ text: String?) -> Self {
        guard let text else { return nil }
        return .some(.text(text))
    }

    static func optional(_ date: Date?) -> Self {
        guard let date else { return nil }
        return .some(.time(date))
    }

    /// When DynamoDB may delete the item by itself, which it does within some days: in seconds since 1970.
    static func end(_ date: Date) -> Self { .some(.integer(Timestamp.milliseconds(date) / 1000)) }
}
