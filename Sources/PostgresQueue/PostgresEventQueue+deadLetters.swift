import Foundation
import HostCore
import HostDelivery
import PostgresClient
import RelayCore

extension PostgresEventQueue {
    private static let columns = "id, function, event_id, type, organization, dead_code, message, queued, dead_since"
    private static let chosen = """
        dead_code IS NOT NULL AND ($1::text IS NULL OR dead_code = $1) AND ($2::bigint IS NULL OR dead_since >= $2)
        """

    package func deadLetters(_ which: DeadLetterFilter, after: Int64?, limit: Int) async throws -> [DeadLetter] {
        try await run(.harmless) { statements in
            try statements.rows(
                "SELECT \(Self.columns) FROM queue_event WHERE \(Self.chosen) AND id > $3 ORDER BY id LIMIT $4",
                which.values + [.integer(Int(after ?? 0)), .integer(limit)]
            ).map(DeadLetter.init)
        }
    }

    package func deadLetterCounts(_ which: DeadLetterFilter) async throws -> [String: Int] {
        try await run(.harmless) { statements in
            let rows = try statements.rows(
                "SELECT dead_code, count(*) FROM queue_event WHERE \(Self.chosen) GROUP BY dead_code", which.values)
            return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.string(0), try $0.number(1)) })
        }
    }

    package func deadLetter(_ id: Int64) async throws -> (letter: DeadLetter, event: EncodedEvent)? {
        try await run(.harmless) { statements in
            try statements.row(
                "SELECT \(Self.columns), source, body FROM queue_event WHERE id = $1 AND dead_code IS NOT NULL",
                [.integer(Int(id))]
            ).map { row in
                let letter = try DeadLetter(row)
                let key = EventKey(organization: letter.organization, source: try row.string(9), id: letter.eventID)
                return (letter, EncodedEvent(key: key, type: letter.type, bytes: try row.data(10)))
            }
        }
    }

    package func revive(_ id: Int64, now: Date) async throws -> Bool {
        try await run(.never) { statements in
            try statements.run(
                "\(Self.revival("$1")) WHERE id = $2 AND dead_code IS NOT NULL",
                [.integer(Timestamp.milliseconds(now)), .integer(Int(id))]) > 0
        }
    }

    package func revive(_ which: DeadLetterFilter, now: Date) async throws -> Int {
        try await run(.never) { statements in
            try statements.run(
                "\(Self.revival("$3")) WHERE \(Self.chosen)", which.values + [.integer(Timestamp.milliseconds(now))])
        }
    }

    private static func revival(_ now: String) -> String {
        "UPDATE queue_event SET dead_code = NULL, dead_since = NULL, attempts = 0, due = \(now)"
    }

    package func drop(_ id: Int64) async throws -> Bool {
        try await run(.never) { statements in
            try statements.run("DELETE FROM queue_event WHERE id = $1 AND dead_code IS NOT NULL", [.integer(Int(id))]) > 0
        }
    }
}

extension DeadLetterFilter {
    fileprivate var values: [PostgresValue] { [.text(code?.rawValue), .integer(since.map(Timestamp.milliseconds))] }
}

extension DeadLetter {
    fileprivate init(_ row: PostgresRow) throws {
        let queued = try row.number(7)
        self.init(
            id: Int64(try row.number(0)), function: try row.string(1), eventID: try row.string(2), type: try row.string(3),
            organization: try row.string(4), code: try row.string(5), message: row.text(6),
            queued: Timestamp.date(milliseconds: queued),
            buried: Timestamp.date(milliseconds: row.integer(8) ?? queued))
    }
}
