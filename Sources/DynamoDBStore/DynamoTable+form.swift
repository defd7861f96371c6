import AWSClient
import RelayCore

extension DynamoTable {
    /// - Throws: ``StoreError`` where the table is not as `template.yaml` declares it.
    func checkForm() async throws {
        let table = try await call("DescribeTable", ["TableName": .string(name)])["Table"] ?? .null
        guard table["TableStatus"]?.string == "ACTIVE" || table["TableStatus"]?.string == "UPDATING" else {
            throw StoreError("the table \(name) is not ready")
        }
        guard Self.keys(table) == ["pk": "HASH", "sk": "RANGE"] else {
            throw StoreError("the table \(name) must have the keys pk (HASH) and sk (RANGE), as in template.yaml")
        }
        let indexes = table["GlobalSecondaryIndexes"]?.array ?? []
        for (index, key) in [(DynamoQuery.Index.byList, "list"), (.byGroup, "group")] {
            let one = indexes.first { $0["IndexName"]?.string == index.rawValue }
            guard let one, Self.keys(one) == [key: "HASH", "at": "RANGE"] else {
                throw StoreError("the table \(name) must have the index \(index.rawValue), as in template.yaml")
            }
        }
    }

    private static func keys(_ json: JSON) -> [String: String] {
        var keys: [String: String] = [:]
        for key in json["KeySchema"]?.array ?? [] {
            if let name = key["AttributeName"]?.string { keys[name] = key["KeyType"]?.string }
        }
        return keys
    }
}
