import Crypto
import RelayCore

/// Where an item stands: all items of one partition can be listed, in the order of their names.
struct DynamoKey: Sendable, Hashable {
    let partition: String
    let name: String

    /// - Parameters:
    ///   - kind: Our own word.
    ///   - id: Whose items they are.
    ///   - name: Which of them; of those that stand alone, nothing.
    init(_ organization: String, _ kind: String, _ id: String, _ name: String = "-") {
        partition = Self.partition(organization, kind, id)
        self.name = Self.bounded(name, Self.longestName)
    }

    /// That of an item that was listed.
    init(_ item: DynamoItem) throws(StoreError) {
        partition = try item.string("pk")
        name = try item.string("sk")
    }

    /// An organization's name has no slash.
    static func partition(_ organization: String, _ kind: String, _ id: String) -> String {
        "\(organization)/\(kind)/\(bounded(id, longestID))"
    }

    var json: JSON { ["pk": ["S": .string(partition)], "sk": ["S": .string(name)]] }

    // MARK: Lengths

    /// DynamoDB takes 2048 bytes of a partition's key and 1024 of a name.
    /// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
    private static let longestID = 1800
    private static let longestName = 1000

    /// A longer text is known by its digest, and so is one that looks like that, and the empty one, which DynamoDB does not take.
    private static func bounded(_ text: String, _ limit: Int) -> String {
        if !text.isEmpty, text.utf8.count <= limit, !text.hasPrefix("~") { return text }
        return "~" + Hex.string(Array(SHA256.hash(data: Array(text.utf8))))
    }
}

/// Where an item stands in time, in an index.
enum DynamoMoment {
    /// Texts in the order of the milliseconds, from the first instant that there is, and of what follows.
    static func text(_ milliseconds: Int, _ name: String = "") -> String {
        let count = String(milliseconds + beginning)
        return String(repeating: "0", count: max(digits - count.count, 0)) + count + (name.isEmpty ? "" : "/\(cut(name))")
    }

    /// A name in an index holds 1024 bytes. Two may have the same place.
    private static func cut(_ name: String) -> String { String(decoding: name.utf8.prefix(900), as: UTF8.self) }

    /// From the beginning of the year 0.
    private static let beginning = 62_167_219_200_000
    private static let digits = 15
}
