import AWSClient
import FoundationEssentials
import RelayCore

/// What is looked for: the items of one partition, of the table or of an index.
struct DynamoQuery: Sendable {
    enum Index: String, Sendable {
        case byList = "ByList"
        case byGroup = "ByGroup"
    }

    /// An index is a moment behind what is written.
    var index: Index?
    var condition: DynamoExpression
    /// Is looked at after what was found is counted.
    var filter: DynamoExpression?
    var isBackwards = false

    /// All items of a partition.
    static func partition(_ partition: String) -> DynamoQuery {
        DynamoQuery(condition: DynamoExpression("pk = :partition", ["partition": .text(partition)]))
    }

    fileprivate func json(table: String, limit: Int, after last: JSON?) -> JSON {
        var members: [(String, JSON)] = [
            ("TableName", .string(table)), ("KeyConditionExpression", .string(condition.text)),
            ("ScanIndexForward", .bool(!isBackwards)), ("ConsistentRead", .bool(index == nil)),
            ("Limit", .number(JSONNumber(limit))),
        ]
        if let index { members.append(("IndexName", .string(index.rawValue))) }
        if let filter { members.append(("FilterExpression", .string(filter.text))) }
        if let last { members.append(("ExclusiveStartKey", last)) }
        return .object(JSONObject(members + [condition, filter].compactMap { $0 }.placeholders))
    }
}

extension DynamoTable {
    /// Page by page; DynamoDB also cuts them at a megabyte.
    /// - Parameter take: Returns false where no more is wanted.
    func list(_ query: DynamoQuery, page: Int = page, _ take: ([DynamoItem]) async throws -> Bool) async throws {
        var last: JSON?
        repeat {
            let answer = try await call("Query", query.json(table: name, limit: page, after: last))
            let items = (answer["Items"]?.array ?? []).compactMap { DynamoItem($0) }
            guard try await take(items) else { return }
            last = answer["LastEvaluatedKey"].flatMap { $0.hasMembers ? $0 : nil }
        } while last != nil
    }

    /// At most `limit` of them.
    func items(_ query: DynamoQuery, limit: Int = .max) async throws -> [DynamoItem] {
        var found: [DynamoItem] = []
        guard limit > 0 else { return found }
        try await list(query, page: query.filter == nil ? min(limit, Self.page) : Self.page) { items in
            found += items.prefix(limit - found.count)
            return found.count < limit
        }
        return found
    }

    /// In items. Of the smallest, a megabyte would hold more values than are read of one answer.
    private static let page = 1000

    // MARK: Deleting

    /// Deletes at most `limit` items of a partition, and says how many.
    func deleteItems(_ query: DynamoQuery, limit: Int) async throws -> Int {
        let keys = try await items(query, limit: limit).map { try DynamoKey($0) }
        var rest = keys[...]
        while !rest.isEmpty {
            try await delete(Array(rest.prefix(Self.batch)))
            rest = rest.dropFirst(Self.batch)
        }
        return keys.count
    }

    private func delete(_ keys: [DynamoKey]) async throws {
        let deletions = keys.map { key -> JSON in ["DeleteRequest": ["Key": key.json]] }
        var requests = JSON.object(JSONObject([(name, .array(deletions))]))
        for number in 1... {
            requests = try await call("BatchWriteItem", ["RequestItems": requests])["UnprocessedItems"] ?? [:]
            guard requests.hasMembers else { return }
            // What DynamoDB had no room for comes back.
            let pause = AWSPauses().pause(number, isThrottled: true)
            guard number < Self.batchTries, deadline.map({ ambient.now() + pause < $0 }) ?? true else {
                throw StoreError("DynamoDB takes no more for the moment")
            }
            await ambient.sleep(pause)
        }
    }

    /// Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
    private static let batch = 25
    private static let batchTries = 10
}

extension JSON {
    fileprivate var hasMembers: Bool { object.map { !$0.keys.isEmpty } ?? false }
}
