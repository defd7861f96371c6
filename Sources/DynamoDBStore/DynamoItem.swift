import FoundationEssentials
import RelayCore

/// An item as DynamoDB tells it.
struct DynamoItem: Sendable {
    private let attributes: JSONObject

    /// nil for what is none, as where there is no item.
    init?(_ json: JSON?) {
        guard let object = json?.object, !object.keys.isEmpty else { return nil }
        attributes = object
    }

    func text(_ name: String) -> String? { attributes[name]?["S"]?.string }
    func integer(_ name: String) -> Int? { attributes[name]?["N"]?.string.flatMap { Int($0) } }
    func time(_ name: String) -> Date? { integer(name).map(Timestamp.date(milliseconds:)) }

    // MARK: What must be there

    func string(_ name: String) throws(StoreError) -> String { try there(name, text(name)) }
    func number(_ name: String) throws(StoreError) -> Int { try there(name, integer(name)) }
    func date(_ name: String) throws(StoreError) -> Date { try there(name, time(name)) }
    func boolean(_ name: String) throws(StoreError) -> Bool { try there(name, attributes[name]?["BOOL"]?.bool) }

    func strings(_ name: String) throws(StoreError) -> [String] {
        try there(name, attributes[name]?["L"]?.array).compactMap { $0["S"]?.string }
    }

    private func there<Value>(_ name: String, _ value: Value?) throws(StoreError) -> Value {
        guard let value else { throw StoreError("the store's table holds an item without its \(name)") }
        return value
    }
}
