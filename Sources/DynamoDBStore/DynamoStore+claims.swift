import FoundationEssentials
import RelayCore

// MARK: - Event claim

extension DynamoOrganizationStore {
    private func key(_ event: EventIdentity) -> DynamoKey { key("claim", Hex.string(event.digest)) }

    package func claim(
        _ event: EventIdentity, owner: String, now: Date, until: Date
    ) async throws(StoreError) -> ClaimOutcome {
        try await run("claim an event") { table in
            let isFree = DynamoExpression(
                "attribute_not_exists(pk) OR (attribute_not_exists(#resultLine) AND (#owner = :owner OR #until <= :now))",
                ["owner": .text(owner), "now": .time(now)])
            let write = DynamoWrite.put(
                key(event), ["owner": .text(owner), "until": .time(until), "expires": .end(until + Self.unfinishedKept)],
                if: isFree)
            return try await settled {
                guard case .refused(let standing) = try await table.write(write) else { return .claimed }
                // Given back in between.
                guard let standing else { return nil }
                if let line = standing.text("resultLine") { return .finished(resultLine: line) }
                return .busy(until: try standing.date("until"), owner: try standing.string("owner"))
            }
        }
    }

    /// So long after its end DynamoDB deletes a claim that nobody finished, in seconds.
    private static let unfinishedKept: Double = 7 * 86_400

    package func finish(
        _ event: EventIdentity, owner: String, resultLine: String, subject: String?, now: Date
    ) async throws(StoreError) -> Bool {
        try await run("finish an event") { table in
            let key = key(event)
            let attributes: DynamoAttributes = [
                "resultLine": .text(resultLine), "line": .text(ShortHash.of(resultLine)), "subject": .optional(subject),
                "finishedAt": .time(now), "expires": .end(endOfKeeping(from: now)), "list": .text(listing("finished")),
                "group": .optional(subject.map { listing("subject", $0) }),
                "at": .text(DynamoMoment.text(Timestamp.milliseconds(now), key.partition)),
            ]
            let isHeld = DynamoExpression("#owner = :owner AND attribute_not_exists(#resultLine)", ["owner": .text(owner)])
            return try await table.write(.put(key, attributes, if: isHeld)).isDone
        }
    }

    package func resultLine(of event: EventIdentity) async throws(StoreError) -> String? {
        try await run("read an event's result") { table in try await table.item(key(event))?.text("resultLine") }
    }

    package func release(_ event: EventIdentity, owner: String) async throws(StoreError) {
        try await giveBack("release an event") { table in
            let isHeld = DynamoExpression("#owner = :owner AND attribute_not_exists(#resultLine)", ["owner": .text(owner)])
            _ = try await table.write(.delete(key(event), if: isHeld))
        }
    }

    package func eraseClaims(
        subject: String, resultLine: String, finishedBefore: Date, limit: Int
    ) async throws(StoreError) -> Int {
        try await run("erase results") { table in
            let other = DynamoExpression("#line <> :line", ["line": .text(ShortHash.of(resultLine))])
            let group = DynamoExpression(
                "#group = :group AND #finishedAt < :until",
                ["group": .text(listing("subject", subject)), "until": .time(finishedBefore)])
            // By its place in the index, which has no other time.
            let found = DynamoExpression.before(finishedBefore, "group", listing("subject", subject))
            let erased = DynamoExpression(
                "SET #resultLine = :resultLine, #line = :line",
                ["resultLine": .text(resultLine), "line": .text(ShortHash.of(resultLine))])
            return try await each(DynamoQuery(index: .byGroup, condition: found, filter: other), limit) { key in
                try await table.write(.update(key, erased, if: other.and(group))).isDone
            }
        }
    }

    package func deleteClaims(
        finishedBefore: Date, limit: Int
    ) async throws(StoreError) -> Int {
        try await run("delete old results") { table in
            let isOld = DynamoExpression("#finishedAt < :before", ["before": .time(finishedBefore)])
            return try await each(older(finishedBefore, listing("finished")), limit) { key in
                try await table.write(.delete(key, if: isOld)).isDone
            }
        }
    }
}

// MARK: - Working through an index

extension DynamoOrganizationStore {
    /// Those of a list that are older, oldest first.
    func older(_ date: Date, _ list: String) -> DynamoQuery {
        DynamoQuery(index: .byList, condition: .before(date, "list", list))
    }

    /// Does something with each item until so many were changed. The index may be a moment behind: whatever is done looks again.
    /// - Parameter change: Returns whether it changed the item.
    func each(
        _ query: DynamoQuery, _ limit: Int, _ change: (DynamoKey) async throws -> Bool
    ) async throws -> Int {
        var count = 0
        guard limit > 0 else { return count }
        try await table.list(query) { items in
            for item in items where count < limit {
                if try await change(try DynamoKey(item)) { count += 1 }
            }
            return count < limit
        }
        return count
    }
}

extension DynamoExpression {
    /// Of a list or a group, what stands before an instant.
    static func before(_ date: Date, _ attribute: String, _ value: String) -> DynamoExpression {
        DynamoExpression(
            "#\(attribute) = :\(attribute) AND #at < :before",
            [attribute: .text(value), "before": .text(DynamoMoment.text(Timestamp.milliseconds(date)))])
    }
}

extension DynamoTable.Outcome {
    var isDone: Bool { if case .done = self { true } else { false } }
}
