import AWSClient
import FoundationEssentials
import RelayCore

/// One table, and its calls. Reads are consistent, but for those over an index.
struct DynamoTable: Sendable {
    let name: String
    let client: AWSClient
    let ambient: Ambient
    /// When every call must have ended.
    var deadline: Date?

    enum Outcome: Sendable {
        case done
        /// The condition does not hold for what stands; nil where nothing stands.
        case refused(DynamoItem?)
    }

    func call(_ operation: String, _ input: JSON, isHarmless: Bool = true) async throws(AWSError) -> JSON {
        try await client.call(operation, input, until: deadline, isHarmless: isHarmless)
    }

    func item(_ key: DynamoKey) async throws -> DynamoItem? {
        DynamoItem(try await call("GetItem", ["TableName": .string(name), "Key": key.json, "ConsistentRead": true])["Item"])
    }

    func write(_ write: DynamoWrite) async throws -> Outcome {
        try check([write])
        let mark = ambient.uniqueID()
        do throws(AWSError) {
            _ = try await call(
                write.operation.call, write.json(table: name, mark: mark), isHarmless: write.isHarmless)
            return .done
        } catch {
            guard error.name == "ConditionalCheckFailedException" else { throw error }
            let standing = DynamoItem(error.answer?["Item"])
            // What is gone need not be deleted.
            if case .delete = write.change, standing == nil { return .done }
            return Self.outcome(standing, mark)
        }
    }

    /// All or none. Beyond what a transaction holds the rest follows by itself, and must have no condition.
    func write(together writes: [DynamoWrite]) async throws -> Outcome {
        guard writes.count > 1 else { return try await write(writes[0]) }
        try check(writes)
        let mark = ambient.uniqueID()
        let parts = writes.prefix(Self.mostTogether).map { write -> JSON in
            .object(JSONObject([(write.operation.part, write.json(table: name, mark: mark))]))
        }
        do throws(AWSError) {
            _ = try await call("TransactWriteItems", ["TransactItems": .array(parts), "ClientRequestToken": .string(mark)])
        } catch {
            let reasons = error.answer?["CancellationReasons"]?.array ?? []
            guard error.name == "TransactionCanceledException",
                let reason = reasons.first(where: { $0["Code"]?.string == "ConditionalCheckFailed" })
            else { throw error }
            if case .refused(let item) = Self.outcome(DynamoItem(reason["Item"]), mark) { return .refused(item) }
        }
        for rest in writes.dropFirst(Self.mostTogether) { _ = try await write(rest) }
        return .done
    }

    /// A refusal that finds this very write is of a call that was made again after its answer was lost.
    private static func outcome(_ standing: DynamoItem?, _ mark: String) -> Outcome {
        standing?.text(DynamoWrite.mark) == mark ? .done : .refused(standing)
    }

    private func check(_ writes: [DynamoWrite]) throws {
        guard let size = writes.map(\.size).max(), size > DynamoWrite.largest else { return }
        throw StoreError("it has \(size) bytes, and DynamoDB keeps \(DynamoWrite.largest) in one item", isForGood: true)
    }

    /// Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
    static let mostTogether = 100
}
