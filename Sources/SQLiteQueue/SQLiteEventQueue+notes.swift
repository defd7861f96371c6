import Foundation
import GRDB
import HostDelivery
import RelayCore

extension SQLiteEventQueue {
    package func note(_ erasures: [Erasure], of organization: String) async throws {
        try await writes.write { database in
            let statement = try database.cachedStatement(sql: "INSERT INTO notedErasure (organization, erasure) VALUES (?, ?)")
            for erasure in erasures {
                try statement.execute(arguments: [organization, Data(erasure.json.canonicalBytes)])
            }
        }
    }

    package func notedErasures(after number: Int64, limit: Int) async throws -> [NotedErasure] {
        try await database.read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM notedErasure WHERE number > ? ORDER BY number LIMIT ?", arguments: [number, limit]
            ).map { row in
                let json = try? JSON.parse(row["erasure"] as Data)
                return NotedErasure(
                    number: row["number"], organization: row["organization"], erasure: json.flatMap(Erasure.init))
            }
        }
    }

    package func removeNote(_ number: Int64) async throws {
        try await writes.write { database in
            try database.cachedStatement(sql: "DELETE FROM notedErasure WHERE number = ?").execute(arguments: [number])
        }
    }

    package func eraseTraces() async throws { try await database.emptyLog() }
}
