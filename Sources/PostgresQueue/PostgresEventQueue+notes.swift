import HostDelivery
import PostgresClient
import RelayCore

extension PostgresEventQueue {
    package func note(_ erasures: [Erasure], of organization: String) async throws {
        // Once more, it is noted twice, and done twice.
        try await run(.harmless) { statements in
            try statements.run(
                """
                INSERT INTO queue_noted_erasure (organization, erasure)
                SELECT $1, erasure FROM unnest($2::text[]) WITH ORDINALITY AS asked (erasure, place) ORDER BY place
                """, [.text(organization), .texts(erasures.map(\.json.canonical))])
        }
    }

    package func notedErasures(after number: Int64, limit: Int) async throws -> [NotedErasure] {
        try await run(.harmless) { statements in
            try statements.rows(
                """
                SELECT number, organization, erasure FROM queue_noted_erasure WHERE number > $1 ORDER BY number LIMIT $2
                """, [.integer(Int(number)), .integer(limit)]
            ).map { row in
                let json = try? JSON.parse(try row.string(2))
                return NotedErasure(
                    number: Int64(try row.number(0)), organization: try row.string(1), erasure: json.flatMap(Erasure.init))
            }
        }
    }

    package func removeNote(_ number: Int64) async throws {
        try await run(.harmless) { statements in
            try statements.run("DELETE FROM queue_noted_erasure WHERE number = $1", [.integer(Int(number))])
        }
    }
}
